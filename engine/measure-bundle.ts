import { pathIn, scanBundle } from './bundle/scan-bundle.ts';
import { asSourceError } from './copy/blame.ts';
import type { CopyObserver } from './copy/copy-observer.ts';
import { enterPhase } from './copy/enter-phase.ts';
import { measureZeros } from './copy/measure-zeros.ts';
import type { FileSystem } from './system/file-system.ts';

/** What a copy with `--holes scan` would save. */
export interface ReclaimReport {
  readonly source: string;
  readonly reclaimableBytes: number;
  /** By path in the bundle; files without any are not listed. */
  readonly files: readonly { readonly relativePath: string; readonly reclaimableBytes: number }[];
}

/** Files below this are not worth a look: UTM's own small files are no disk images. */
const fileBytesMin = 1024 * 1024;

/**
 * Reads the data of all larger files and counts the zeros in it. What is not on this machine is passed over.
 *
 * @throws FerryError SOURCE_MISSING, SOURCE_UNREADABLE, CANCELLED
 */
export function measureBundle(fileSystem: FileSystem, path: string, observer: CopyObserver): ReclaimReport {
  const scan = scanBundle(fileSystem, path);
  const entries = scan.entries.filter(
    ({ kind, facts }) => kind === 'file' && !facts.isDataless && facts.logicalBytes >= fileBytesMin,
  );
  const { board, control } = observer;
  const totalBytes = entries.reduce((sum, { facts }) => sum + facts.allocatedBytes, 0);
  enterPhase(observer, 'copying', totalBytes);
  const files = entries.flatMap((entry) => {
    const filePath = pathIn(scan.root, entry);
    try {
      const file = fileSystem.openForReading(filePath);
      try {
        file.settle();
        file.expectOnePass();
        const reclaimableBytes = measureZeros(file, entry.facts.logicalBytes, control, board);
        return reclaimableBytes > 0 ? [{ relativePath: entry.relativePath, reclaimableBytes }] : [];
      } finally {
        file.close();
      }
    } catch (thrown) {
      throw asSourceError(filePath, thrown);
    }
  });
  const reclaimableBytes = files.reduce((sum, file) => sum + file.reclaimableBytes, 0);
  return { source: scan.root, reclaimableBytes, files };
}
