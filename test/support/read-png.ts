import { inflateSync } from 'node:zlib';

export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly dotsPerMetre: number | null;
  /** Rows of red, green, blue and alpha, each with its filter byte before it, unpacked. */
  readonly scanlines: Buffer;
}

/** The parts of a PNG, unpacked: zlib packs the same bytes differently from machine to machine. */
export function readPng(file: Buffer): PngParts {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR');
  const data = chunks.get('IDAT');
  if (header === undefined || data === undefined) throw new Error('not a whole PNG');
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    dotsPerMetre: chunks.get('pHYs')?.readUInt32BE(0) ?? null,
    scanlines: inflateSync(data),
  };
}
