/** Tests that no machine of the CI can run: beginning of their full name, and why. Short on purpose; every other skip is a failure there. */
export const neverInCi: readonly { readonly test: string; readonly reason: string }[] = [
  {
    test: 'the real Electron starts the shipped app',
    reason: 'Electron’s program cannot be fetched there; the app runs against the Electron double instead',
  },
];

export interface TestOutcome {
  readonly status: string;
  readonly fullName: string;
}

export interface Judgement {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** Skipped, and known to be possible elsewhere only. */
  readonly elsewhere: readonly string[];
  readonly isGood: boolean;
}

/**
 * Whether a run of all tests is good: something passed, nothing failed, and where every tier was promised, nothing was skipped but what
 * can never run there.
 *
 * @param brokenFiles files that failed without a failed test in them
 */
export function judgeRun(
  tests: readonly TestOutcome[],
  brokenFiles: number,
  mustNotSkip: boolean,
): Judgement {
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const notRun = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const isElsewhere = ({ fullName }: TestOutcome) => neverInCi.some(({ test }) => fullName.startsWith(test));
  const skipped = notRun.filter((test) => !isElsewhere(test)).map(({ fullName }) => fullName);
  const elsewhere = notRun.filter(isElsewhere).map(({ fullName }) => fullName);
  const passed = count('passed');
  const failed = count('failed') + brokenFiles;
  return {
    passed,
    failed,
    skipped,
    elsewhere,
    isGood: passed > 0 && failed === 0 && !(mustNotSkip && skipped.length > 0),
  };
}
