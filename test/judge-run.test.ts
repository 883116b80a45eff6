import { expect, it } from 'vitest';
import { judgeRun, neverInCi } from './support/judge-run.ts';

const passed = { status: 'passed', fullName: 'works' };
const skipped = { status: 'skipped', fullName: 'needs XFS (skipped: no mkfs.xfs)' };
const elsewhere = { status: 'skipped', fullName: `${neverInCi[0]?.test} (skipped: none)` };

it('a run with a failure, a broken file or nothing in it is not good', () => {
  expect(judgeRun([passed], 0, true).isGood).toBe(true);
  expect(judgeRun([passed, { status: 'failed', fullName: 'x' }], 0, false).isGood).toBe(false);
  expect(judgeRun([passed], 1, false).isGood).toBe(false);
  expect(judgeRun([], 0, false).isGood).toBe(false);
});

it('a skip is allowed but where every tier was promised', () => {
  expect(judgeRun([passed, skipped], 0, false)).toMatchObject({ isGood: true, skipped: [skipped.fullName] });
  expect(judgeRun([passed, skipped], 0, true).isGood).toBe(false);
});

it('what can never run there is counted apart, and only that', () => {
  expect(judgeRun([passed, elsewhere], 0, true)).toMatchObject({
    isGood: true,
    skipped: [],
    elsewhere: [elsewhere.fullName],
  });
  expect(judgeRun([passed, elsewhere, skipped], 0, true).isGood).toBe(false);
});
