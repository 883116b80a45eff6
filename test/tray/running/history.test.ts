import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { transferFolder } from '#engine/transfers';
import { newRecord } from '../../../engine/transfers/record.ts';
import { newTransferId } from '../../../engine/transfers/transfer-id.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { transferRequest } from '../../support/transfer-request.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();

/** So many finished transfers, a minute apart, the last one just now. */
function writeHistory(state: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const endedAt = new Date(Date.now() - (count - i) * 60_000);
    const id = newTransferId(endedAt.getTime());
    mkdirSync(transferFolder(state, id), { recursive: true });
    const record = newRecord(id, transferRequest(`/VMs/Guest ${i}.utm`, '/Volumes/T9'), endedAt);
    const ended = { state: 'done', endedAt: endedAt.toISOString(), target: `/Volumes/T9/Guest ${i}.utm` };
    writeFileSync(join(transferFolder(state, id), 'record.json'), JSON.stringify({ ...record, ...ended }));
  }
}

describe.skipIf(missingForTray !== '')(`a thousand finished transfers${skippedFor(missingForTray)}`, () => {
  it('show the newest fifty and count the rest, call for nothing, and keep no clock running', async () => {
    const { start, state } = scene();
    writeHistory(state, 1000);
    const { world } = await start();
    await world.icon.userClick();
    const { transfers, hiddenCount } = (await pageOf(world).evaluate("ferry.request('ready')")) as {
      transfers: { name: string }[];
      hiddenCount: number;
    };
    expect(transfers.map(({ name }) => name).slice(0, 2)).toEqual(['Guest 999', 'Guest 998']);
    expect([transfers.length, hiddenCount]).toEqual([50, 950]);
    expect([world.icon.image, world.notifications.length]).toEqual(['idle', 0]);
    await pageOf(world).screenshot({ path: 'test/.reports/tray-history.png' });
  });

  it('are cleared with one request, and another transfer goes on beside them', async () => {
    const { start, state, makeBundle, rightClick, target, transfers } = scene();
    writeHistory(state, 1000);
    const { world } = await start();
    world.chooseFolder = async () => [target];
    rightClick(makeBundle('Ubuntu'));
    await until(() => transfers().at(-1)?.state === 'done', 40);
    const clear = () => pageOf(world).evaluate("ferry.request('clearHistory')");
    await clear();
    // The engine may not have let go of its own yet.
    expect(transfers().length).toBeLessThanOrEqual(1);
    while (transfers().length > 0) await clear();
    await until(() => world.icon.image === 'idle');
  });
});
