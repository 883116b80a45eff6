/**
 * `npm test`: runs every tier, then says in plain words what was skipped and why, and ends with one line of counts.
 * Before that line stands what was done to the engine, counted where it happened (trust-report.ts).
 * With VM_FERRY_ALL_TIERS=1 a skip is a failure: that is how .ci/run holds us to the tiers it promises.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { clearTrust, readTrust, type TrustTitle, trustTitles } from './trust-report.ts';

interface VitestReport {
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const reportPath = 'test/.reports/vitest.json';
rmSync(reportPath, { force: true });
clearTrust();
const vitest = spawnSync('vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' });
const report = JSON.parse(readFileSync(reportPath, 'utf8')) as VitestReport;
const tests = report.testResults.flatMap((file) => file.assertionResults);
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
);
const passed = tests.filter((test) => test.status === 'passed').length;
const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');

for (const test of skipped) console.log(`skipped: ${test.fullName}`);
const mustNotSkip = process.env.VM_FERRY_ALL_TIERS === '1' && skipped.length > 0;
if (mustNotSkip)
  console.log(`${skipped.length} skipped, although every tier was promised: that counts as failed.`);
printTrust(failed === 0);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = vitest.status !== 0 || failed > 0 || mustNotSkip || passed === 0 ? 1 : 0;

function printTrust(isAllSurvived: boolean): void {
  const counts = readTrust();
  if (Object.keys(counts).length === 0) return;
  console.log(
    isAllSurvived ? 'Trust report: all of this was survived.' : 'Trust report: not all of this was survived.',
  );
  for (const [what, title] of Object.entries(trustTitles))
    console.log(`  ${(counts[what as TrustTitle] ?? 0).toLocaleString('en').padStart(8)}  ${title}`);
}
