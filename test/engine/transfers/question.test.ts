import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  claimQuestion,
  createTransfer,
  isLock,
  listTransfers,
  questionHolder,
  transferFolder,
  wasQuestionAsked,
} from '#engine/transfers';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { transferRequest } from '../../support/transfer-request.ts';
import { until } from '../../support/watch-staging.ts';

let state: string;
let id: string;

beforeEach(() => {
  state = join(makeTempFolder(), 'state');
  id = createTransfer(state, { ...transferRequest('/vms/Guest.utm', ''), targetFolder: null });
});

/** Another process that takes the question of the transfer, and holds it until it is ended. */
async function otherClaimant() {
  const door = resolve('engine/transfers/index.ts');
  const program = `import { claimQuestion } from ${JSON.stringify(door)};
    claimQuestion(...process.argv.slice(1)); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, state, id]);
  await until(() => questionHolder(state, id) !== undefined);
  return child;
}

describe('the question of a transfer', () => {
  it('is held by nobody at first', () => {
    expect(questionHolder(state, id)).toBeUndefined();
    expect(wasQuestionAsked(state, id)).toBe(false);
    expect(existsSync(join(transferFolder(state, id), 'question'))).toBe(false);
  });

  it('is held by one process, which others can see', async () => {
    const other = await otherClaimant();
    const mine = claimQuestion(state, id);
    expect(isLock(mine)).toBe(false);
    expect(questionHolder(state, id)).toMatchObject({ purpose: 'question', process: { pid: other.pid } });
    expect(wasQuestionAsked(state, id)).toBe(true);
    other.kill('SIGKILL');
  });

  it('counts as asked once it was put down in order, and can be taken again', () => {
    const claim = claimQuestion(state, id);
    if (!isLock(claim)) throw new Error('not claimed');
    claim.release();
    expect(questionHolder(state, id)).toBeUndefined();
    expect(wasQuestionAsked(state, id)).toBe(true);
    expect(isLock(claimQuestion(state, id))).toBe(true);
  });

  it('is free, and does not count as asked, when its holder died', async () => {
    const other = await otherClaimant();
    other.kill('SIGKILL');
    await until(() => questionHolder(state, id) === undefined);
    expect(wasQuestionAsked(state, id)).toBe(false);
    expect(isLock(claimQuestion(state, id))).toBe(true);
  });

  it('is no question of a transfer that there is not', () => {
    expect(() => claimQuestion(state, '00000000-00000000')).toThrow('ENOENT');
    expect(questionHolder(state, '00000000-00000000')).toBeUndefined();
    expect(wasQuestionAsked(state, '00000000-00000000')).toBe(false);
  });
});

describe('a record', () => {
  const only = () => listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view.record : []))[0];

  it('says where the person asked, and which transfers were asked for together', () => {
    createTransfer(state, transferRequest('/b.utm', '/t', { askedBy: 'quick-action', group: 'g1' }));
    const asked = listTransfers(state).map((view) => (view.kind === 'transfer' ? view.record.request : view));
    expect(asked[0]).toMatchObject({ askedBy: 'terminal', group: null });
    expect(asked[1]).toMatchObject({ askedBy: 'quick-action', group: 'g1' });
  });

  it('of before there were these fields is read as one from a terminal', () => {
    const path = join(transferFolder(state, id), 'record.json');
    const { askedBy, group, ...request } = JSON.parse(readFileSync(path, 'utf8')).request;
    expect({ askedBy, group }).toEqual({ askedBy: 'terminal', group: null });
    const record = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...record, request }));
    expect(only()?.request).toMatchObject({ askedBy: 'terminal', group: null });
  });
});
