import { rmSync } from 'node:fs';
import type { makePeers } from './peers.ts';
import { type Course, memoryFor, race } from './race.ts';
import type { Growth } from './results.ts';
import { sparse } from './shapes.ts';
import { GiB, MiB, TiB } from './units.ts';

/**
 * Time against logical size at fixed data, which should be flat, and against data at fixed logical size, which should be a
 * straight line.
 */
export function measureGrowth(
  course: Omit<Course, 'memoryBytes'>,
  peers: ReturnType<typeof makePeers>,
  scale: number,
): Growth[] {
  const timeOf = (logicalBytes: number, dataBytes: number) => {
    sparse('A', '', logicalBytes, dataBytes, MiB).make(course.source);
    const results = race(
      { ...course, memoryBytes: memoryFor(dataBytes), rounds: 3 },
      ['cp', 'ferryNoFlush'],
      peers,
    );
    rmSync(course.source);
    return { cpMs: results[0]?.wallMs ?? Number.NaN, wallMs: results[1]?.wallMs ?? Number.NaN };
  };
  const fixed = 256 * MiB;
  const dataSteps = [0.25, 0.5, 1, 2, 4].map((share) => Math.round((share * GiB * scale) / MiB) * MiB);
  return [
    {
      title: '256 MiB of data in ever larger disk images',
      unit: 'logical',
      points: [GiB, 16 * GiB, 256 * GiB, TiB, 8 * TiB].map((bytes) => ({ bytes, ...timeOf(bytes, fixed) })),
    },
    {
      title: 'ever more data in a disk image of 64 GiB',
      unit: 'data',
      points: dataSteps.map((bytes) => ({ bytes, ...timeOf(64 * GiB, bytes) })),
    },
  ];
}
