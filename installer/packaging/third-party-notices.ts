import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Development packages whose code ends up in the app's bundles. */
const bundledByTheApp = ['menubar', 'node-notifier', 'preact'];

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * The licences of everything from npm that is in the app, as most of them ask for: name, version and text. Electron and Node
 * bring their own.
 *
 * @param root the repository, with its packages installed
 */
export function thirdPartyNotices(root: string): string {
  const own = factsOf(root);
  const found = new Map<string, string>();
  const visit = (name: string, seenBy: string) => {
    const folder = folderOf(name, seenBy, root);
    // Optional packages for other systems are not there, and not in the app.
    if (folder === undefined || found.has(folder)) return;
    const facts = factsOf(folder);
    found.set(folder, noticeOf(facts, folder));
    for (const dependency of Object.keys(facts.dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of [...Object.keys(own.dependencies ?? {}), ...bundledByTheApp]) visit(name, root);
  return `${[...found.values()].sort().join(`\n${'-'.repeat(72)}\n\n`)}`;
}

function noticeOf({ name, version, license }: PackageFacts, folder: string): string {
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.|$)/i.test(each));
  const text =
    file === undefined
      ? `Licence: ${license ?? 'not stated'}`
      : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version}\n\n${text}\n`;
}

/** As Node looks packages up: beside the one that asks, then further out. */
function folderOf(name: string, seenBy: string, root: string): string | undefined {
  for (let folder = seenBy; folder.startsWith(root); folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root) return undefined;
  }
  return undefined;
}

function factsOf(folder: string): PackageFacts {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFacts;
}
