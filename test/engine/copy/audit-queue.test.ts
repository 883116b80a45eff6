import { describe, expect, it } from 'vitest';
import { AuditAhead, type AuditedPiece } from '../../../engine/copy/audit-ahead.ts';
import { AuditQueue, queueLengthMax } from '../../../engine/copy/audit-queue.ts';
import type { MapPiece } from '../../../engine/copy/hole-map.ts';
import type { OpenFile } from '../../../engine/system/file-system.ts';

const MiB = 2 ** 20;
const notAsked = () => {
  throw new Error('read in the copying thread');
};

type Read = Parameters<AuditQueue['serve']>[1];

/** A helper in this thread, which ends after so many stretches. Real threads: auditor-thread.test.ts. */
function serve(queue: AuditQueue, count: number, read: Read): void {
  let left = count;
  const helper = new AuditQueue(queue.memory);
  helper.serve(
    () => true,
    (...stretch) => {
      if (--left <= 0) helper.close();
      return read(...stretch);
    },
  );
}

describe('the queue of holes', () => {
  it('gives a stretch to one side only: what nobody has begun is read by the copy itself', () => {
    const queue = new AuditQueue();
    const [first, second] = [queue.publish(3, 0, 10), queue.publish(4, 10, 20)] as [number, number];
    expect(queue.settle(first)).toBe('mine');
    const seen: number[][] = [];
    serve(queue, 1, (...stretch) => {
      seen.push(stretch);
      return 'zeros';
    });
    expect(seen).toEqual([[4, 10, 20]]);
    expect(queue.settle(second)).toBe('zeros');
  });

  it('tells each answer as it was given', () => {
    const queue = new AuditQueue();
    const numbers = [1, 2, 3].map((start) => queue.publish(3, start, start + 1) as number);
    serve(queue, 3, (_, start) => (['zeros', 'not zeros', 'unreadable'] as const)[start - 1] ?? 'zeros');
    expect(numbers.map((number) => queue.settle(number))).toEqual(['zeros', 'not zeros', 'unreadable']);
  });

  it('has room again for what was settled, and the helper that comes late reads what stands there now', () => {
    const queue = new AuditQueue();
    const numbers = Array.from({ length: queueLengthMax }, (_, at) => queue.publish(3, at, at + 1) as number);
    expect(queue.publish(3, 0, 1)).toBe(undefined);
    expect(queue.settle(numbers[0] as number)).toBe('mine');
    const next = queue.publish(5, 1000, 2000) as number;
    expect(next).toBe(queueLengthMax);
    const seen: number[][] = [];
    serve(queue, 1, (...stretch) => {
      seen.push(stretch);
      return 'zeros';
    });
    // The helper's first number is the slot that was used again.
    expect(seen).toEqual([[5, 1000, 2000]]);
    expect(queue.settle(next)).toBe('zeros');
    expect(queue.settle(numbers[1] as number)).toBe('mine');
  });

  it('gives up a helper that does not answer, for good, and never waits for it again', () => {
    const queue = new AuditQueue();
    const [first, second] = [queue.publish(3, 0, 10), queue.publish(3, 10, 20)] as [number, number];
    let waitedMs = 0;
    serve(queue, 1, () => {
      // In the midst of a read that does not end.
      const startMs = performance.now();
      expect(queue.settle(first)).toBe('mine');
      expect(queue.settle(second)).toBe('mine');
      waitedMs = performance.now() - startMs;
      return 'zeros';
    });
    expect(waitedMs).toBeGreaterThan(1900);
    expect(waitedMs).toBeLessThan(4000);
    expect(queue.settle(first)).toBe('mine');
    expect(queue.publish(3, 20, 30)).toBe(undefined);
  });

  it('that is closed ends the helper, also one that has not begun', () => {
    const queue = new AuditQueue();
    const number = queue.publish(3, 0, 10) as number;
    queue.close();
    serve(queue, 1, () => {
      throw new Error('read after the end');
    });
    expect(queue.settle(number)).toBe('mine');
  });
});

describe('the audit ahead of a copy', () => {
  const file = { descriptorForHoles: () => 3 } as Partial<OpenFile> as OpenFile;
  const map: MapPiece[] = [
    { kind: 'data', start: 0, end: MiB },
    { kind: 'hole', start: MiB, end: 40 * MiB },
    { kind: 'data', start: 40 * MiB, end: 41 * MiB },
    { kind: 'hole', start: 41 * MiB, end: 42 * MiB },
  ];
  const cut = [
    { kind: 'data', start: 0, end: MiB },
    { kind: 'hole', start: MiB, end: 16 * MiB },
    { kind: 'hole', start: 16 * MiB, end: 32 * MiB },
    { kind: 'hole', start: 32 * MiB, end: 40 * MiB },
    { kind: 'data', start: 40 * MiB, end: 41 * MiB },
    { kind: 'hole', start: 41 * MiB, end: 42 * MiB },
  ];

  it('keeps the order of the map, cuts holes into stretches, and knows which are zeros', () => {
    const queue = new AuditQueue();
    const ahead = new AuditAhead(queue, file);
    const found: unknown[] = [];
    for (const piece of ahead.follow(map)) {
      if (found.length === 0) serve(queue, 4, (_, start) => (start < 32 * MiB ? 'zeros' : 'unreadable'));
      const { kind, start, end } = piece;
      found.push({ kind, start, end, isHole: ahead.isHole(piece, notAsked) });
    }
    const holes = [false, true, true, false, false, false];
    expect(found).toEqual(cut.map((piece, at) => ({ ...piece, isHole: holes[at] })));
  });

  it('asks no more of a map that has lied, so that nothing more is read twice', () => {
    const queue = new AuditQueue();
    const ahead = new AuditAhead(queue, file);
    const many = Array.from({ length: 1000 }, (_, at): MapPiece[] => [
      { kind: 'data', start: 2 * at * MiB, end: (2 * at + 1) * MiB },
      { kind: 'hole', start: (2 * at + 1) * MiB, end: (2 * at + 2) * MiB },
    ]).flat();
    const numbers = new Set<number>();
    let isServed = false;
    for (const piece of ahead.follow(many)) {
      if (!isServed) serve(queue, 1, () => 'not zeros');
      isServed = true;
      if (piece.number !== undefined) numbers.add(piece.number);
      expect(ahead.isHole(piece, notAsked)).toBe(false);
    }
    expect(numbers.size).toBeGreaterThan(0);
    expect(numbers.size).toBeLessThanOrEqual(queueLengthMax);
  });

  it('reads the next one that nobody has begun instead of waiting for one that is being read', () => {
    const queue = new AuditQueue();
    const ahead = new AuditAhead(queue, file);
    const pieces = ahead.follow(map);
    pieces.next();
    const first = pieces.next().value as AuditedPiece;
    const read: number[] = [];
    const isAllZeros = (start: number) => {
      read.push(start / MiB);
      return start !== 32 * MiB;
    };
    let answer: boolean | undefined;
    serve(queue, 1, () => {
      // The helper has the first and never ends it while we look.
      answer = ahead.isHole(first, isAllZeros);
      return 'zeros';
    });
    expect(answer).toBe(false);
    expect(read).toEqual([16, 32, 41]);
    const rest = [...pieces].map((piece) => [piece.start / MiB, ahead.isHole(piece, notAsked)]);
    expect(rest).toEqual([
      [16, true],
      [32, false],
      [40, false],
      [41, true],
    ]);
  });

  it('asks nothing of a file that no other thread can read', () => {
    const ahead = new AuditAhead(new AuditQueue(), {
      descriptorForHoles: () => undefined,
    } as Partial<OpenFile> as OpenFile);
    expect([...ahead.follow(map)]).toEqual(cut);
  });

  it('that ends early leaves nothing to be read of a file that will be closed', () => {
    const queue = new AuditQueue();
    const ahead = new AuditAhead(queue, file);
    for (const piece of ahead.follow(map)) {
      expect(piece.kind).toBe('data');
      break;
    }
    ahead.close();
    queue.publish(4, 0, 1);
    serve(queue, 1, (descriptor) => {
      expect(descriptor).toBe(4);
      return 'zeros';
    });
  });
});
