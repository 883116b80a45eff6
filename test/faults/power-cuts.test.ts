import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadStreamHash, type StreamHash } from '../../engine/copy/content-digest.ts';
import { FerryError } from '../../engine/errors.ts';
import { faultyFileSystem } from '../support/faulty-file-system.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { trust } from '../support/trust-report.ts';
import {
  afterPowerCut,
  openScene,
  orders,
  PowerCut,
  requirePromises,
  resumeUntilDone,
  transfer,
} from './world.ts';

/*
 * The power fails before every call. Of what was not flushed, nothing is left, or any part of it, in any order. The promises
 * must hold at once, and a resume must finish. The journal is what its owner had written down by then: no more than was
 * flushed, and sometimes less.
 */
let hash: StreamHash;
let cuts = 0;
/** How often the same cut is dealt with in another order. */
const ordersTried = 4;

beforeAll(async () => {
  hash = await loadStreamHash();
});
afterAll(() => console.log(`power cuts: ${cuts}, all survived (seed ${testSeed()})`));

describe.each(orders.map((order) => [order.title, order] as const))('%s', (_title, order) => {
  const survive = async (random: SeededRandom | undefined) => {
    for (let target = 1, isDone = false; !isDone; target++) {
      const scene = openScene(order, hash);
      isDone = true;
      const faulty = faultyFileSystem(scene.system, ({ number }) => {
        if (number < target) return;
        isDone = false;
        throw new PowerCut();
      });
      try {
        await transfer(scene, faulty, hash);
      } catch (thrown) {
        // removeSource wraps whatever happens.
        if (thrown instanceof FerryError) expect(String(thrown.facts.cause)).toContain('Error');
        else expect(thrown).toBeInstanceOf(PowerCut);
      }
      if (isDone) break;
      cuts++;
      trust('powerCuts');
      // The last lines of a journal may not have reached the device either.
      const journal = scene.journal.slice(0, scene.journal.length - (random?.integer(0, 3) ?? 0));
      const left = { ...scene, journal, system: afterPowerCut(scene.system, random), isRetry: true };
      requirePromises(left);
      await resumeUntilDone(left, hash);
    }
  };

  it('survives a power cut before every call that loses all that was not flushed, and resumes', async () => {
    await survive(undefined);
  }, 300_000);

  it(`survives a power cut before every call that leaves unflushed writes in any order, and resumes`, async () => {
    for (let i = 0; i < ordersTried; i++) await survive(new SeededRandom(testSeed() + i));
  }, 600_000);
});
