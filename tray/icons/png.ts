import { crc32, deflateSync } from 'node:zlib';
import type { Canvas } from './canvas.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const metresPerInch = 0.0254;

/**
 * A canvas as a PNG with eight bits a channel.
 *
 * @param dotsPerInch 72 or, for an image that macOS shall show at half its size, 144
 */
export function png(canvas: Canvas, dotsPerInch: number): Buffer {
  const { size } = canvas;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits, red green blue alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const dotsPerMetre = Math.round(dotsPerInch / metresPerInch);
  density.writeUInt32BE(dotsPerMetre, 0);
  density.writeUInt32BE(dotsPerMetre, 4);
  density[8] = 1;
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(scanlines(canvas), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row with a leading zero: it is not filtered. */
export function scanlines({ size, pixels }: Canvas): Buffer {
  const rowBytes = size * 4 + 1;
  const bytes = Buffer.alloc(size * rowBytes);
  for (let row = 0; row < size; row += 1)
    for (let at = 0; at < size * 4; at += 1)
      bytes[row * rowBytes + 1 + at] = Math.round((pixels[row * size * 4 + at] ?? 0) * 255);
  return bytes;
}

/** A piece of a PNG with its length and its check sum. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
