/**
 * `npm run quick-action:build -- FOLDER [--launcher PATH] [--language en|zh-Hans]` writes both bundles into a folder, to look at them
 * and for tests. The installer does the same in `~/Library/Services`, with the launcher where the app is.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageFacts from '../package.json' with { type: 'json' };
import { buildQuickAction, chooseLanguage, installQuickAction, verbs } from './index.ts';

const usage = 'Usage: npm run quick-action:build -- FOLDER [--launcher PATH] [--language en|zh-Hans]';

/** @returns exit code */
function writeBundles(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { launcher: { type: 'string' }, language: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    console.error(usage);
    return 2;
  }
  const launcherPath = resolve(
    values.launcher ?? `/Applications/${packageFacts.productName}.app/Contents/Resources/engine/ferry`,
  );
  const answers = verbs.map((verb) =>
    installQuickAction(
      buildQuickAction({
        verb,
        launcherPath,
        language: chooseLanguage([values.language ?? 'en']),
        bundleIdentifier: packageFacts.vmFerry.bundleIdentifier,
      }),
      resolve(folder),
    ),
  );
  for (const { kind, path } of answers)
    console.log(
      kind === 'refused' ? `not written, something else has that name: ${path}` : `${kind}: ${path}`,
    );
  return answers.some(({ kind }) => kind === 'refused') ? 1 : 0;
}

process.exitCode = writeBundles();
