import { closeSync, copyFileSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SeededRandom } from '../support/seeded-random.ts';
import { requireRun } from './programs.ts';
import { GiB, KiB, MiB, TiB } from './units.ts';

export type ShapeId = 'A' | 'B' | 'C' | 'D' | 'E';

/** A source to be copied: one disk image, or a folder of small files. */
export interface Shape {
  readonly id: ShapeId;
  readonly title: string;
  readonly logicalBytes: number;
  readonly dataBytes: number;
  /** Makes it at `path`; always the same bytes. */
  make(path: string): void;
}

/** @param scale part of the full size that is made; logical size and data shrink together */
export function makeShapes(scale = 1): Readonly<Record<ShapeId, Shape>> {
  const [a, b, c] = [64 * GiB * scale, 32 * GiB * scale, 4 * GiB * scale];
  const files = Math.round(5000 * Math.max(scale, 0.2));
  return {
    A: sparse('A', 'fresh guest', a, 4 * GiB * scale, MiB),
    B: sparse('B', 'worn guest', b, 2 * GiB * scale, 16 * KiB),
    C: {
      id: 'C',
      title: 'dense qcow2',
      logicalBytes: c,
      dataBytes: c,
      make: (path) => makeQcow2(path, c),
    },
    D: sparse('D', 'huge hole', 8 * TiB, 64 * MiB, MiB),
    E: {
      id: 'E',
      title: `bundle of ${files.toLocaleString('en')} small files`,
      logicalBytes: files * 4 * KiB,
      dataBytes: files * 4 * KiB,
      make: (path) => makeFiles(path, files),
    },
  };
}

/** The fresh guest of the report's size: 18 GiB of data. */
export function makeFullA(): Shape {
  return sparse('A', 'fresh guest, 18 GiB of data', 64 * GiB, 18 * GiB, MiB);
}

export function sparse(
  id: ShapeId,
  title: string,
  logicalBytes: number,
  dataBytes: number,
  extentBytes: number,
): Shape {
  return {
    id,
    title,
    logicalBytes,
    dataBytes,
    make: (path) => makeSparse(path, logicalBytes, dataBytes, extentBytes),
  };
}

/** Extents at equal distances, so that data and holes alternate from beginning to end. No two blocks are the same. */
function makeSparse(path: string, logicalBytes: number, dataBytes: number, extentBytes: number): void {
  const bytes = new SeededRandom(1).bytes(extentBytes);
  const extents = dataBytes / extentBytes;
  const distance = Math.floor(logicalBytes / extents / extentBytes) * extentBytes;
  const fd = openSync(path, 'wx');
  ftruncateSync(fd, logicalBytes);
  for (let extent = 0; extent < extents; extent++) {
    for (let block = 0; block < extentBytes; block += 4 * KiB)
      bytes.writeUInt32LE(((extent * extentBytes + block) / 4096 + 1) >>> 0, block);
    writeSync(fd, bytes, 0, extentBytes, extent * distance);
  }
  closeSync(fd);
}

/** A qcow2 with every cluster in use, made by qemu-img from a dense raw image. */
function makeQcow2(path: string, dataBytes: number): void {
  const raw = join(dirname(path), 'raw.img');
  makeSparse(raw, dataBytes, dataBytes, MiB);
  requireRun('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, path]);
  rmSync(raw);
}

function makeFiles(path: string, files: number): void {
  const random = new SeededRandom(5);
  mkdirSync(path);
  let first = '';
  for (let file = 0; file < files; file++) {
    const folder = join(path, `folder-${Math.floor(file / 500)}`);
    if (file % 500 === 0) mkdirSync(folder);
    const name = join(folder, `file-${file}.bin`);
    const fd = openSync(name, 'wx');
    writeSync(fd, random.bytes(4 * KiB));
    closeSync(fd);
    first ||= name;
  }
  // One more folder level, as bundles have.
  mkdirSync(join(path, 'Data'));
  copyFileSync(first, join(path, 'Data', 'disk.img'));
}
