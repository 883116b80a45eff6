import { type RunShellScript, runShellScript } from './run-shell-script.ts';
import type { Verb } from './words.ts';

const finder = { identifier: 'com.apple.finder', path: '/System/Library/CoreServices/Finder.app' } as const;

/** `document.wflow` of a Quick Action for Finder with one action, as Automator of macOS Mojave and later writes it. */
export type WorkflowDocument = {
  readonly AMApplicationBuild: string;
  readonly AMApplicationVersion: string;
  readonly AMDocumentVersion: string;
  readonly actions: readonly [{ readonly action: RunShellScript; readonly isViewVisible: 1 }];
  readonly connectors: Readonly<Record<string, never>>;
  readonly workflowMetaData: WorkflowMetaData;
};

type WorkflowMetaData = {
  readonly applicationBundleID: string;
  readonly applicationBundleIDsByPath: Readonly<Record<string, string>>;
  readonly applicationPath: string;
  readonly applicationPaths: readonly string[];
  readonly inputTypeIdentifier: string;
  readonly outputTypeIdentifier: string;
  readonly presentationMode: number;
  readonly processesInput: boolean;
  readonly serviceApplicationBundleID: string;
  readonly serviceApplicationPath: string;
  readonly serviceInputTypeIdentifier: string;
  readonly serviceOutputTypeIdentifier: string;
  readonly serviceProcessesInput: boolean;
  readonly systemImageName: string;
  readonly useAutomaticInputType: boolean;
  readonly workflowTypeIdentifier: string;
};

export function workflowDocument(verb: Verb, command: string): WorkflowDocument {
  return {
    // Automator of macOS Sequoia. It is for information: generators in use write anything here.
    AMApplicationBuild: '528',
    AMApplicationVersion: '2.10',
    AMDocumentVersion: '2',
    actions: [{ action: runShellScript(verb, command), isViewVisible: 1 }],
    connectors: {},
    workflowMetaData: {
      applicationBundleID: finder.identifier,
      applicationBundleIDsByPath: { [finder.path]: finder.identifier },
      applicationPath: finder.path,
      applicationPaths: [finder.path],
      // Automator has no type for the files of other vendors; the filter is NSSendFileTypes in Info.plist.
      inputTypeIdentifier: 'com.apple.Automator.fileSystemObject',
      outputTypeIdentifier: 'com.apple.Automator.nothing',
      // All four places where macOS offers a Quick Action, in every sample since Mojave.
      presentationMode: 15,
      processesInput: false,
      serviceApplicationBundleID: finder.identifier,
      serviceApplicationPath: finder.path,
      serviceInputTypeIdentifier: 'com.apple.Automator.fileSystemObject',
      serviceOutputTypeIdentifier: 'com.apple.Automator.nothing',
      serviceProcessesInput: false,
      systemImageName: 'NSActionTemplate',
      useAutomaticInputType: false,
      workflowTypeIdentifier: 'com.apple.Automator.servicesMenu',
    },
  };
}
