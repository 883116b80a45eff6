import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createTransfer, replaceFile, transferFolder, watchTransfers } from '#engine/transfers';
import { transferRequest } from '../../support/transfer-request.ts';
import { until } from '../../support/watch-staging.ts';

function watched() {
  const state = mkdtempSync(join(tmpdir(), 'vm-ferry-watch-'));
  const told: [string, boolean][] = [];
  const stop = watchTransfers(state, (changes) => {
    for (const { id, view } of changes) told.push([id, view !== undefined]);
  });
  onTestFinished(() => {
    stop();
    rmSync(state, { recursive: true });
  });
  return { state, told };
}

const pause = (ms: number) => new Promise((passed) => setTimeout(passed, ms));

it('tells a transfer whose record comes long after its folder, as on a busy drive', async () => {
  const elsewhere = watched();
  const made = createTransfer(elsewhere.state, transferRequest('/VMs/Ubuntu.utm', '/Volumes/T9'));
  const record = readFileSync(join(transferFolder(elsewhere.state, made), 'record.json'), 'utf8');

  const { state, told } = watched();
  mkdirSync(transferFolder(state, made));
  await pause(200);
  expect(told).toEqual([]);
  replaceFile(join(transferFolder(state, made), 'record.json'), record);
  await until(() => told.length > 0);
  rmSync(transferFolder(state, made), { recursive: true });
  await until(() => told.length > 1);
  expect(told).toEqual([
    [made, true],
    [made, false],
  ]);
  // By the same name once more: nothing of the first is left behind.
  mkdirSync(transferFolder(state, made));
  await pause(100);
  replaceFile(join(transferFolder(state, made), 'record.json'), record);
  await until(() => told.length > 2);
  expect(told.at(-1)).toEqual([made, true]);
});
