import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf, exitCodes } from '../../engine/cli/exit-codes.ts';
import { loadStreamHash, type StreamHash } from '../../engine/copy/content-digest.ts';
import { FerryError, type FerryErrorCode } from '../../engine/errors.ts';
import { type CallAhead, canSuffer, type Fault, faultyFileSystem } from '../support/faulty-file-system.ts';
import { trust } from '../support/trust-report.ts';
import { openScene, orders, requirePromises, resumeUntilDone, transfer } from './world.ts';

/*
 * Every call of a transfer fails in turn: the first, the second … until a run meets no fault. Once (it passes), and for good
 * (every call from there on fails too, sweeping included). After each: the promises hold, no descriptor is open, the error
 * names the right side, and a resume finishes.
 */
let hash: StreamHash;
let faults = 0;
let absorbed = 0;

beforeAll(async () => {
  hash = await loadStreamHash();
});
afterAll(() =>
  console.log(`every call: ${faults} faults injected, ${absorbed} of them absorbed, all survived`),
);

const faultKinds: readonly (readonly [string, Fault])[] = [
  ...['EIO', 'ENOSPC', 'EINTR', 'EACCES', 'EPERM'].map((errno) => [errno, { errno }] as const),
  ['a short count', 'short'],
  ['a count of zero', 'zero'],
];

/** What an error may be called when the call failed that is named. */
function allowedCodes({ path }: CallAhead, fault: Fault): readonly FerryErrorCode[] {
  const isFull = typeof fault === 'object' && fault.errno === 'ENOSPC';
  const ofSource = ['SOURCE_UNREADABLE', 'SOURCE_CHANGED', 'SOURCE_NOT_REMOVED'] as const;
  const ofTarget = isFull ? (['NO_SPACE'] as const) : (['TARGET_FAILED', 'COPY_DIFFERS'] as const);
  // Both lie below the root.
  if (path === '/') return [...ofSource, ...ofTarget];
  return path.startsWith('/target') ? ofTarget : ofSource;
}

describe.each(orders.map((order) => [order.title, order] as const))('%s', (_title, order) => {
  const cases = faultKinds.flatMap(([name, fault]) => [
    [name, 'once', fault] as const,
    [name, 'for good', fault] as const,
  ]);

  it.each(cases)(
    'survives %s at every call, %s, and resumes',
    async (_name, mode, fault) => {
      for (let target = 1, isDone = false; !isDone; target++) {
        const scene = openScene(order, hash);
        let hit: CallAhead | undefined;
        isDone = true;
        const faulty = faultyFileSystem(scene.system, (call) => {
          if (call.number < target) return undefined;
          isDone = false;
          if ((mode === 'once' && call.number !== target) || !canSuffer(call.verb, fault)) return undefined;
          hit ??= call;
          return fault;
        });
        let error: unknown;
        try {
          await transfer(scene, faulty, hash);
        } catch (thrown) {
          error = thrown;
        }
        const where = `${hit?.verb} ${hit?.path} (call ${target}): ${(error as Error | undefined)?.stack}`;
        requirePromises(scene);
        expect(scene.system.openFiles, where).toBe(0);
        if (hit !== undefined) {
          faults++;
          trust('faults');
        }
        if (error === undefined) {
          absorbed += hit === undefined ? 0 : 1;
          continue;
        }
        expect(error, where).toBeInstanceOf(FerryError);
        const { code } = error as FerryError;
        // For good, what is told may be what the first failed call led to.
        if (mode === 'once' && hit !== undefined) expect(allowedCodes(hit, fault), where).toContain(code);
        expect(
          [exitCodes.noSpace, exitCodes.sourceFailed, exitCodes.targetFailed, exitCodes.differs],
          where,
        ).toContain(exitCodeOf(code));
        await resumeUntilDone(scene, hash);
      }
    },
    300_000,
  );
});
