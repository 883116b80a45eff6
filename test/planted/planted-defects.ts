/**
 * `npm run test:planted`: plants each known mistake in a scratch copy of this repository, one at a time, and requires that
 * the tests that are there for it fail, and that they pass without it. A gate that has never failed is no gate.
 *
 * Words given on the command line choose defects by a part of their name.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Defect, defects } from './defects.ts';

const scratch = resolve(`test/.cache/planted-${process.pid}`);
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
  /** A file that could not even be loaded: that is no finding. */
  readonly broken: readonly string[];
}

function makeScratch(): void {
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const name of names.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(scratch, name)), { recursive: true });
    cpSync(name, join(scratch, name));
  }
  symlinkSync(resolve('node_modules'), join(scratch, 'node_modules'));
}

function runTests({ tests, named }: Pick<Defect, 'tests' | 'named'>): Outcome {
  const reportPath = join(scratch, 'test/.reports/vitest.json');
  rmSync(reportPath, { force: true });
  execFileSync('npm', ['run', '-s', 'build:engine'], { cwd: scratch, stdio: 'inherit' });
  const words = ['run', '--bail=1', ...(named === '' ? [] : ['-t', named]), ...tests];
  const run = spawnSync(resolve('node_modules/.bin/vitest'), words, { cwd: scratch, encoding: 'utf8' });
  let report: {
    testResults: {
      name: string;
      message: string;
      assertionResults: { status: string; fullName: string }[];
    }[];
  };
  try {
    report = JSON.parse(readFileSync(reportPath, 'utf8'));
  } catch {
    return { passed: 0, failed: [], broken: [run.stderr.slice(-500)] };
  }
  const results = report.testResults.flatMap((file) => file.assertionResults);
  return {
    passed: results.filter((test) => test.status === 'passed').length,
    failed: results.filter((test) => test.status === 'failed').map((test) => test.fullName),
    broken: report.testResults
      .filter((file) => file.assertionResults.length === 0)
      .map((file) => file.message),
  };
}

/** Plants a defect and answers how to take it out again. */
function plant({ name, edits }: Defect): () => void {
  const before = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(scratch, file);
    const text = readFileSync(path, 'utf8');
    if (!before.has(path)) before.set(path, text);
    const found = text.split(find).length - 1;
    if (found !== 1)
      throw new Error(`“${name}” no longer applies: ${file} has its place ${found} times:\n${find}`);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
  };
}

function say(defect: Defect, verdict: string): void {
  console.log(`${verdict.padEnd(8)} ${defect.name}\n         ${defect.meaning}`);
}

makeScratch();
const words = process.argv.slice(2);
const chosen = defects.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
let missed = 0;
let skipped = 0;
for (const defect of chosen) {
  const sound = runTests(defect);
  if (sound.failed.length > 0 || sound.broken.length > 0)
    throw new Error(
      `without “${defect.name}” its tests fail: ${[...sound.failed, ...sound.broken].join(', ')}`,
    );
  if (sound.passed === 0) {
    skipped++;
    say(defect, 'skipped');
    console.log('         its tests cannot run on this machine');
    continue;
  }
  const remove = plant(defect);
  const planted = runTests(defect);
  remove();
  const isCaught = planted.failed.length > 0;
  if (!isCaught) missed++;
  say(defect, isCaught ? 'caught' : 'MISSED');
  if (isCaught) console.log(`         by “${planted.failed[0]}”`);
  else if (planted.broken.length > 0)
    console.log(`         the edit does not even load: ${planted.broken[0]}`);
}
console.log(
  `${chosen.length} defects planted, ${chosen.length - missed - skipped} caught, ${missed} missed, ${skipped} skipped`,
);
const mustNotSkip = process.env.VM_FERRY_ALL_TIERS === '1' && skipped > 0;
process.exitCode = missed > 0 || mustNotSkip || chosen.length === 0 ? 1 : 0;
