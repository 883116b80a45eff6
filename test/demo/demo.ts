/**
 * `npm run demo`: makes real virtual machines, copies them with the built command line, checks the copies with programs that
 * know nothing of VM Ferry, and shows what it cost. Leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { ferryPath, runFerry } from '../support/run-ferry.ts';
import { checkCopy } from './check-copy.ts';
import { makeAppleBundle } from './make-apple-bundle.ts';
import { hasQemuImg, makeQemuBundle } from './make-qemu-bundle.ts';
import { type CopyFigures, resultTable } from './result-table.ts';

const GiB = 2 ** 30;
const cacheFolder = resolve('test/.cache');
mkdirSync(cacheFolder, { recursive: true });
const work = mkdtempSync(join(cacheFolder, 'demo-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

// Its transfers are nobody's history.
process.env.VM_FERRY_STATE = join(work, 'state');

const say = (text = '') => console.log(text);
const heading = (text: string) => say(`\n${styleText('bold', text)}`);

/** Runs the command line in this terminal, bar and all, and answers how long it took. */
async function ferry(words: readonly string[]): Promise<number> {
  say(styleText('dim', `$ ferry ${words.map((word) => word.replace(/^.* .*$/, '"$&"')).join(' ')}`));
  const started = performance.now();
  const child = spawn(process.execPath, [ferryPath, ...words], { stdio: 'inherit', cwd: work });
  const status = await new Promise((ended) => child.on('close', ended));
  if (status !== 0) throw new Error(`ferry ended with ${status}`);
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
  const { bavail, bsize } = statfsSync(work);
  const dataBytes = Math.min(0.75 * GiB, (bavail * bsize) / 8);
  if (dataBytes < 0.03 * GiB) throw new Error(`the demo needs 300 MB of free space in ${cacheFolder}`);
  mkdirSync(join(work, 'Drive'));

  heading('Making a virtual machine with a 64 GiB disk image (some seconds)');
  const names = ['Demo Linux.utm'];
  const content = makeAppleBundle(join(work, 'Demo Linux.utm'), 64 * GiB, dataBytes, work);
  say(`Demo Linux.utm, Apple Virtualization, with ${content} in its disk image`);
  if (hasQemuImg()) {
    names.push('Demo Windows.utm');
    makeQemuBundle(join(work, 'Demo Windows.utm'), 32 * GiB, dataBytes / 3, work);
    say('Demo Windows.utm, QEMU, with a qcow2 disk image');
  } else {
    say('No QEMU virtual machine is made: qemu-img is not installed.');
  }

  heading('Looking at it');
  await ferry(['inspect', 'Demo Linux.utm']);

  const results: CopyFigures[] = [];
  for (const name of names) {
    heading(`Copying ${name}`);
    results.push(await copyAndMeasure(join(work, name)));
  }

  heading('What it cost');
  for (const line of resultTable(results)) say(line);
  if (results.some((result) => result.isClone))
    say('\n  This volume can share blocks, so a copy on it takes no time and no space.');
  say();
  for (const name of names)
    for (const claim of checkCopy(join(work, name), join(work, 'Drive', name)))
      say(`  ${styleText('green', '✓')} ${claim}`);

  heading('Your turn');
  say('  node dist/engine/ferry.mjs copy YOUR.utm FOLDER');
  say('  node dist/engine/ferry.mjs --help');
}

try {
  await demo();
} catch (thrown) {
  console.error(`\nThe demo failed: ${thrown instanceof Error ? thrown.message : thrown}`);
  process.exitCode = 1;
}
