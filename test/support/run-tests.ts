/**
 * `npm test`: runs every tier, then says in plain words what was skipped and why, and ends with one line of counts.
 * Before that line stands what was done to the engine, counted where it happened (trust-report.ts).
 * With VM_FERRY_ALL_TIERS=1 a skip is a failure: that is how .ci/run holds us to the tiers it promises. What can never run
 * there is listed in judge-run.ts, and counted apart.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { judgeRun, type TestOutcome } from './judge-run.ts';
import { clearTrust, readTrust, type TrustTitle, trustTitles } from './trust-report.ts';

interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly TestOutcome[];
  }[];
}

const reportPath = 'test/.reports/vitest.json';
rmSync(reportPath, { force: true });
clearTrust();
const vitest = spawnSync('vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' });
if (!existsSync(reportPath)) {
  console.log(`The tests were ended before they had all run (${vitest.signal ?? `exit ${vitest.status}`}).`);
  process.exit(1);
}
const report = JSON.parse(readFileSync(reportPath, 'utf8')) as VitestReport;
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
);
const mustNotSkip = process.env.VM_FERRY_ALL_TIERS === '1';
const tests = report.testResults.flatMap((file) => file.assertionResults);
const { passed, failed, skipped, elsewhere, isGood } = judgeRun(tests, brokenFiles.length, mustNotSkip);

for (const name of skipped) console.log(`skipped: ${name}`);
for (const name of elsewhere) console.log(`only elsewhere: ${name}`);
if (mustNotSkip && skipped.length > 0)
  console.log(`${skipped.length} skipped, although every tier was promised: that counts as failed.`);
if (elsewhere.length > 0) console.log(`${elsewhere.length} can run only elsewhere, and count as neither.`);
const uncounted = printTrust(failed === 0);
// A report that vanished once, without anybody seeing it, must not do so again.
const isTrustMissing = mustNotSkip && process.argv.length === 2 && uncounted.length > 0;
if (isTrustMissing)
  console.log(`The trust report has nothing for: ${uncounted.join('; ')}. That counts as failed.`);
// Nothing may follow the counts on their line: programs read it.
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = vitest.status === 0 && isGood && !isTrustMissing ? 0 : 1;

/** @returns titles of what was not done even once */
function printTrust(isAllSurvived: boolean): string[] {
  const counts = readTrust();
  const titles = Object.entries(trustTitles) as [TrustTitle, string][];
  if (Object.keys(counts).length > 0) {
    console.log(`Trust report: ${isAllSurvived ? '' : 'not '}all of this was survived.`);
    for (const [what, title] of titles)
      console.log(`  ${(counts[what] ?? 0).toLocaleString('en').padStart(8)}  ${title}`);
  }
  return titles.filter(([what]) => counts[what] === undefined).map(([, title]) => title);
}
