/**
 * `npm run demo`: makes real virtual machines, copies them with the built command line, checks the copies with programs that
 * know nothing of VM Ferry, and shows what it cost. Leaves nothing behind.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { ferryPath, runFerry } from '../support/run-ferry.ts';
import { checkCopy } from './check-copy.ts';
import { makeMachines } from './make-machines.ts';
import { type CopyFigures, resultTable } from './result-table.ts';
import { runChild, Stopped, stopOnSignals } from './run-child.ts';

const cacheFolder = resolve('test/.cache');
mkdirSync(cacheFolder, { recursive: true });
const work = mkdtempSync(join(cacheFolder, 'demo-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
stopOnSignals();

// Its transfers are nobody's history.
process.env.VM_FERRY_STATE = join(work, 'state');

const say = (text = '') => console.log(text);
const heading = (text: string) => say(`\n${styleText('bold', text)}`);

/** Runs the command line in this terminal, bar and all, and answers how long it took. */
async function ferry(words: readonly string[]): Promise<number> {
  say(styleText('dim', `$ ferry ${words.map((word) => word.replace(/^.* .*$/, '"$&"')).join(' ')}`));
  const started = performance.now();
  const ended = await runChild(process.execPath, [ferryPath, ...words], { cwd: work, inTerminal: true });
  if (ended?.status !== 0) throw new Error(`ferry ended with ${ended?.status}`);
  return performance.now() - started;
}

/** Copies a bundle and measures from outside what came of it. */
async function copyAndMeasure(bundle: string): Promise<CopyFigures> {
  const plan = (await runFerry(['copy', '--dry-run', '--json', bundle, join(work, 'Drive')])).lines[0];
  const durationMs = await ferry(['copy', '--verify', basename(bundle), 'Drive']);
  const name = basename(bundle);
  const { logicalBytes, allocatedBytes } = sizesOf(bundle);
  return {
    name: name.replace('.utm', ''),
    isClone: plan?.method === 'clone',
    logicalBytes,
    allocatedBytes,
    writtenBytes: sizesOf(join(work, 'Drive', name)).allocatedBytes,
    durationMs,
  };
}

function sizesOf(folder: string): { logicalBytes: number; allocatedBytes: number } {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((facts) => facts.isFile());
  return {
    logicalBytes: files.reduce((sum, { size }) => sum + size, 0),
    allocatedBytes: files.reduce((sum, { blocks }) => sum + blocks * 512, 0),
  };
}

async function demo(): Promise<void> {
  mkdirSync(join(work, 'Drive'));

  heading('Making virtual machines');
  const machines = await makeMachines(work);

  heading('Looking at it');
  await ferry(['inspect', 'Demo Linux.utm']);

  const results: CopyFigures[] = [];
  for (const { name } of machines) {
    heading(`Copying ${name}`);
    results.push(await copyAndMeasure(join(work, name)));
  }

  heading('What it cost');
  for (const line of resultTable(results)) say(line);
  if (results.some((result) => result.isClone))
    say(
      '\n  This volume can share blocks, so a copy on it takes no space; the time went into reading it back.',
    );

  heading('Checked by others');
  for (const { name, content } of machines)
    for (const claim of await checkCopy(join(work, name), join(work, 'Drive', name), content))
      say(`  ${styleText('green', '✓')} ${name.replace('.utm', '')}, ${claim}`);

  heading('Your turn');
  say('  node dist/engine/ferry.mjs copy YOUR.utm FOLDER');
  say('  node dist/engine/ferry.mjs --help');
}

try {
  await demo();
} catch (thrown) {
  if (thrown instanceof Stopped) console.error('\nStopped. What the demo made is removed.');
  else console.error(`\nThe demo failed: ${thrown instanceof Error ? thrown.message : thrown}`);
  process.exitCode = thrown instanceof Stopped ? 130 : 1;
}
