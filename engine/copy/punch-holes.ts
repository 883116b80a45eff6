import { alignInwards } from '../extents/align-extent.ts';
import { extent } from '../extents/extent.ts';
import type { OpenFile, VolumeFacts } from '../system/file-system.ts';
import type { HoleList } from './hole-list.ts';

/**
 * Makes sure that what the copy left out really takes no space. APFS fills gaps below 16-32 MiB when the data around
 * them is written (libarchive, Go; field.md H3), so there every hole is punched, as Apple's own copyfile does. On
 * volumes whose map is trusted a gap stays a gap, and punching waits until the size says otherwise.
 *
 * @param expectedBytes blocks the file should take at most
 */
export function punchHoles(
  file: OpenFile,
  holes: HoleList,
  volume: VolumeFacts,
  expectedBytes: number,
): void {
  if (holes.count === 0) return;
  if (volume.isHoleMapTrusted && file.readFacts().allocatedBytes <= expectedBytes + slackBytes(expectedBytes))
    return;
  for (const hole of holes) {
    const aligned = alignInwards(extent(hole.start, hole.end), volume.blockBytes);
    if (aligned !== undefined && file.tryPunch(aligned.start, aligned.end) !== 'punched') return;
  }
}

/** File systems count their own tables of extents among a file's blocks. */
function slackBytes(expectedBytes: number): number {
  return 65_536 + expectedBytes / 64;
}
