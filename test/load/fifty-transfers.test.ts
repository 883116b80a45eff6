import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransfer, listTransfers, type TransferState, watchTransfers } from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { missingForVolume, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { usageOf } from '../support/peak-memory.ts';
import { runFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { trust } from '../support/trust-report.ts';
import { until } from '../support/watch-staging.ts';

/*
 * Fifty transfers to two volumes, started by ten workers at once, while somebody watches as the menu-bar app does.
 */
const transfersWanted = 50;

describe('fifty transfers to two volumes at once', () => {
  const reason = missingForVolume('ext4');
  const volume = useLoopVolumes();
  let stop = () => {};
  afterEach(() => stop());

  it.skipIf(reason !== '')(
    `take turns on each volume, all finish, and the watcher misses no end and keeps nothing open${skippedFor(reason)}`,
    async () => {
      const home = makeTempFolder();
      const state = join(home, 'state');
      const options = { env: { VM_FERRY_STATE: state } };
      const targets = [volume('ext4', 200).folder, volume('ext4', 200).folder];
      const bundle = join(home, 'Guest.utm');
      mkdirSync(join(bundle, 'Data'), { recursive: true });
      writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
      writeFileSync(join(bundle, 'Data/disk.img'), new SeededRandom(testSeed()).bytes(1_000_000));
      const told = new Map<string, TransferState | 'interrupted'>();
      const before = usageOf(process.pid).descriptors;
      stop = watchTransfers(state, (changes) => {
        for (const { id, view } of changes) if (view?.kind === 'transfer') told.set(id, view.state);
      });
      const ids = Array.from({ length: transfersWanted }, (_, i) =>
        createTransfer(state, transferRequest(bundle, targets[i % 2] as string, { name: `Copy ${i}` })),
      );
      const waiting = [...ids];
      const codes: (number | null)[] = [];
      const work = async () => {
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
          codes.push((await runFerry(['run', id, '--quiet'], options)).exitCode);
      };
      await Promise.all(Array.from({ length: 10 }, work));
      expect(codes).toEqual(ids.map(() => 0));
      await until(() => ids.every((id) => told.get(id) === 'done'));
      for (const target of targets) {
        const copies = readdirSync(target).filter((name) => name.endsWith('.utm'));
        expect(copies).toHaveLength(transfersWanted / 2);
        for (const name of copies) expect(compareTrees(bundle, join(target, name))).toEqual([]);
        trust('checks', copies.length);
      }
      expectTurns(state, targets);
      // Ended transfers are not followed any more; one descriptor watches the folder of all.
      await until(() => usageOf(process.pid).descriptors <= before + 4);
    },
    300_000,
  );
});

/** On one volume no transfer begins to copy before another has ended. */
function expectTurns(state: string, targets: readonly string[]): void {
  const records = listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view.record : []));
  for (const target of targets) {
    const spans = records
      .filter(({ request }) => request.targetFolder === target)
      .map(({ history }) => [
        history.find(({ state }) => state === 'copying')?.at ?? '',
        history.at(-1)?.at ?? '',
      ])
      .sort();
    expect(spans).toHaveLength(transfersWanted / 2);
    for (let i = 1; i < spans.length; i++)
      expect((spans[i]?.[0] ?? '') >= (spans[i - 1]?.[1] ?? '')).toBe(true);
  }
}
