import type { Verb } from './words.ts';

const bundlePath = '/System/Library/Automator/Run Shell Script.action';

/** Automator's action “Run Shell Script”, version 2.0.3. Everything but the command and the three UUIDs is always the same. */
export type RunShellScript = {
  readonly AMAccepts: {
    readonly Container: 'List';
    readonly Optional: true;
    readonly Types: readonly string[];
  };
  readonly AMActionVersion: string;
  readonly AMApplication: readonly ['Automator'];
  readonly AMParameterProperties: Readonly<Record<keyof Parameters, Readonly<Record<string, never>>>>;
  readonly AMProvides: { readonly Container: 'List'; readonly Types: readonly string[] };
  readonly ActionBundlePath: string;
  readonly ActionName: string;
  readonly ActionParameters: Parameters;
  readonly BundleIdentifier: string;
  readonly CFBundleVersion: string;
  readonly CanShowSelectedItemsWhenRun: boolean;
  readonly CanShowWhenRun: boolean;
  readonly Category: readonly string[];
  readonly 'Class Name': string;
  readonly InputUUID: string;
  readonly Keywords: readonly string[];
  readonly OutputUUID: string;
  readonly UUID: string;
  readonly UnlocalizedApplications: readonly string[];
  readonly arguments: Readonly<Record<`${0 | 1 | 2 | 3 | 4}`, Argument>>;
  readonly conversionLabel: number;
  readonly isViewVisible: 1;
  readonly location: string;
  readonly nibPath: string;
};

type Parameters = {
  readonly COMMAND_STRING: string;
  readonly CheckedForUserDefaultShell: boolean;
  /** 1: the selected paths come as arguments. 0: on standard input. */
  readonly inputMethod: 0 | 1;
  readonly shell: string;
  readonly source: string;
};

type Argument = {
  readonly 'default value': string | number | boolean;
  readonly name: keyof Parameters;
  readonly required: '0';
  readonly type: '0';
  readonly uuid: string;
};

/** Made once. Real workflows share theirs, so they need not be new for each bundle, and equal input gives equal bytes. */
const uuids: Readonly<Record<Verb, Pick<RunShellScript, 'InputUUID' | 'OutputUUID' | 'UUID'>>> = {
  copy: {
    InputUUID: '4BA5590F-078C-4F95-BD9A-6896273C9F59',
    OutputUUID: '9B1EA1E3-955A-42F9-BA3F-1EBE0EAE4DF5',
    UUID: '6A19570F-32E1-4BB1-A76B-29FD7AD44D22',
  },
  move: {
    InputUUID: 'E9DB3E42-193B-423D-9299-62837BDDCCF2',
    OutputUUID: 'D71B7436-7FD3-49DF-A528-E0B00600F84A',
    UUID: '5886CC52-92E5-4AFA-B9C5-1A2C85495ECF',
  },
};

export function runShellScript(verb: Verb, command: string): RunShellScript {
  return {
    AMAccepts: { Container: 'List', Optional: true, Types: ['com.apple.cocoa.string'] },
    AMActionVersion: '2.0.3',
    AMApplication: ['Automator'],
    AMParameterProperties: {
      COMMAND_STRING: {},
      CheckedForUserDefaultShell: {},
      inputMethod: {},
      shell: {},
      source: {},
    },
    AMProvides: { Container: 'List', Types: ['com.apple.cocoa.string'] },
    ActionBundlePath: bundlePath,
    ActionName: 'Run Shell Script',
    ActionParameters: {
      COMMAND_STRING: command,
      CheckedForUserDefaultShell: true,
      inputMethod: 1,
      // What Automator takes since Catalina. The command means the same to /bin/sh and uses no path of the shell.
      shell: '/bin/zsh',
      source: '',
    },
    BundleIdentifier: 'com.apple.RunShellScript',
    CFBundleVersion: '2.0.3',
    CanShowSelectedItemsWhenRun: false,
    CanShowWhenRun: true,
    Category: ['AMCategoryUtilities'],
    'Class Name': 'RunShellScriptAction',
    ...uuids[verb],
    Keywords: ['Shell', 'Script', 'Command', 'Run', 'Unix'],
    UnlocalizedApplications: ['Automator'],
    arguments: {
      0: argument('0', 'inputMethod', 0),
      1: argument('1', 'CheckedForUserDefaultShell', false),
      2: argument('2', 'source', ''),
      3: argument('3', 'COMMAND_STRING', ''),
      4: argument('4', 'shell', '/bin/sh'),
    },
    conversionLabel: 0,
    isViewVisible: 1,
    location: '309.000000:305.000000',
    nibPath: `${bundlePath}/Contents/Resources/Base.lproj/main.nib`,
  };
}

function argument(uuid: string, name: keyof Parameters, value: Argument['default value']): Argument {
  return { 'default value': value, name, required: '0', type: '0', uuid };
}
