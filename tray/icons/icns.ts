/** The pictures of an app icon that are PNGs, by their type: points and scale (Apple Icon Image format, macOS 10.7 and later). */
export const icnsSizes = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
} as const;

/** An .icns file is a row of entries, each with its type and its length; both lengths include their own eight bytes. */
export function icns(pictures: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...pictures].map(([type, picture]) => entry(type, picture));
  return entry('icns', Buffer.concat(entries));
}

function entry(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([head, data]);
}
