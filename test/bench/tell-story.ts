import type { CallRecord, StoryRow } from './results.ts';

/**
 * A model and no measurement. utmapp/UTM #6262: 18 GB took 85 hours, in blocks of 4,096 bytes with a seek at every block. All of
 * that time put on its seeks gives the cost of one on that Mac; times the seeks that each loop made here (strace), scaled to
 * the same amount of data, gives what the same drive would have cost each.
 */
const reportedSeconds = 85 * 3600;
const reportedBytes = 18e9;
const blockBytes = 4096;

export const secondsPerSeek = reportedSeconds / (reportedBytes / blockBytes);

/** @param calls counts of shape A */
export function tellStory(calls: readonly CallRecord[]): StoryRow[] {
  const rows: readonly [string, string][] = [
    ['broken', 'the broken loop'],
    ['repaired', 'the repaired loop'],
    ['ferry', 'VM Ferry'],
  ];
  return rows.flatMap(([peer, name]) => {
    const counted = calls.find((each) => each.shape === 'A' && each.peer === peer);
    if (counted === undefined) return [];
    // The broken loop has two seeks a block here (position and hole) where the report's cost stands for a block.
    const blocks = peer === 'broken' ? counted.seeks / 2 : counted.seeks;
    const seeks = Math.round((blocks * reportedBytes) / counted.dataBytes);
    return [{ name, seeks, hours: (seeks * secondsPerSeek) / 3600 }];
  });
}
