import { isAbsolute } from 'node:path';
import { automatorXml } from './automator-xml.ts';
import { type CommandLineRequest, commandLine } from './command-line.ts';
import { infoPlist } from './info-plist.ts';
import { titleOf, type Verb } from './words.ts';
import { workflowDocument } from './workflow-document.ts';

export interface QuickActionRequest extends CommandLineRequest {
  /** That of the app. The Quick Action's own is made from it. */
  readonly bundleIdentifier: string;
}

/** A Quick Action that is not written anywhere yet. Equal requests give equal bytes. */
export interface QuickAction {
  readonly verb: Verb;
  readonly title: string;
  /** Name of the bundle, for `~/Library/Services`. */
  readonly fileName: string;
  readonly identifier: string;
  /** The line that the shell is given. */
  readonly command: string;
  /** Path in the bundle to content. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * @throws RangeError for a path that is not absolute, holds characters that a property list cannot, or an identifier that is none
 */
export function buildQuickAction(request: QuickActionRequest): QuickAction {
  const { verb, language, launcherPath, alertPath, bundleIdentifier } = request;
  for (const path of [launcherPath, alertPath])
    if (path !== undefined && !isAbsolute(path)) throw new RangeError(`no absolute path: ${path}`);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(bundleIdentifier))
    throw new RangeError(`no bundle identifier: ${bundleIdentifier}`);
  const title = titleOf(verb, language);
  const identifier = quickActionIdentifier(bundleIdentifier, verb);
  const command = commandLine(request);
  return {
    verb,
    title,
    fileName: `${title}.workflow`,
    identifier,
    command,
    files: new Map([
      ['Contents/Info.plist', automatorXml(infoPlist(identifier, title))],
      ['Contents/document.wflow', automatorXml(workflowDocument(verb, command))],
    ]),
  };
}

/** By it a bundle is known as ours, whatever it is called. */
export function quickActionIdentifier(bundleIdentifier: string, verb: Verb): string {
  return `${bundleIdentifier}.quick-action.${verb}`;
}
