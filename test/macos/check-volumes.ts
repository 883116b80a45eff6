/**
 * `node test/macos/check-volumes.ts FOLDER…`: copies a bundle of every sparse shape into each folder with the built engine, verifies,
 * and compares every byte by itself. For volumes that a Mac mounts from images (.github/workflows/mac.yml); it runs anywhere.
 * Answers 1 when anything differs.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeSampleConfig, writeSparseFixture } from '../support/sample-bundle.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { planSparseFixture, sparseShapes } from '../support/sparse-fixture.ts';

/** APFS makes holes of gaps of 16 MiB and more (libarchive and Go saw smaller ones come back allocated). */
const blockBytes = 1024 * 1024;
const ferryPath = resolve('dist/engine/ferry.mjs');
const room = mkdtempSync(join(tmpdir(), 'vm-ferry-volumes-'));
const environment = { ...process.env, VM_FERRY_STATE: join(room, 'state') };
const failures: string[] = [];

try {
  const source = makeBundle(join(room, 'Sämple 机.utm'));
  console.log(`source: ${sizesOf(source)}`);
  for (const folder of process.argv.slice(2)) check(source, resolve(folder));
} finally {
  rmSync(room, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function check(source: string, folder: string): void {
  const copy = join(folder, 'Sämple 机.utm');
  rmSync(copy, { recursive: true, force: true });
  const started = performance.now();
  ferry(folder, 'copy', '--verify', '--allow-expansion', source, folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  ferry(folder, 'verify', source, copy);
  for (const name of namesBelow(source)) {
    const [a, b] = [join(source, name), join(copy, name)];
    if (statSync(a).isFile() && !readFileSync(a).equals(readFileSync(b)))
      failures.push(`${folder}: ${name} differs`);
  }
  console.log(`${folder}: ${sizesOf(copy)}, ${seconds} s`);
  const moved = join(folder, 'moved');
  mkdirSync(moved, { recursive: true });
  ferry(folder, 'move', copy, moved);
  rmSync(moved, { recursive: true, force: true });
}

/** 0 is done; 8 is done on a volume that keeps no extended attributes. */
function ferry(folder: string, ...words: readonly string[]): void {
  const run = spawnSync(process.execPath, [ferryPath, ...words], { env: environment, encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 8)
    failures.push(`${folder}: ferry ${words[0]} answered ${run.status}: ${run.stderr.trim()}`);
}

function makeBundle(path: string): string {
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeSampleConfig(path, 'worn.img');
  const random = new SeededRandom(20261125);
  for (const shape of sparseShapes)
    writeSparseFixture(join(path, 'Data', `${shape}.img`), planSparseFixture(shape, random, blockBytes));
  return path;
}

function sizesOf(bundle: string): string {
  const files = namesBelow(bundle).map((name) => statSync(join(bundle, name)));
  const logical = files.reduce((sum, file) => sum + file.size, 0);
  const kibibytes = Number(execFileSync('du', ['-sk', bundle], { encoding: 'utf8' }).split('\t')[0]);
  return `${Math.round(logical / 1e6)} MB logical, ${Math.round((kibibytes * 1024) / 1e6)} MB allocated`;
}

function namesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(root, name)).isFile(),
  );
}
