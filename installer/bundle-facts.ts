import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';

/** What a bundle says of itself in Contents/Info.plist; empty strings where it says nothing. */
export interface BundleFacts {
  readonly identifier: string;
  readonly version: string;
  /** `VMFerryBuild`: what it was made of. */
  readonly build: string;
}

/** Undefined when there is no bundle, or none that can be read: then it is not ours. */
export function readBundle(path: string): BundleFacts | undefined {
  const info = readInfo(path);
  if (info === undefined) return undefined;
  const text = (key: string) => (typeof info[key] === 'string' ? info[key] : '');
  return {
    identifier: text('CFBundleIdentifier'),
    version: text('CFBundleShortVersionString'),
    build: text('VMFerryBuild'),
  };
}

/** That of a large app has a few kB; what is larger than this is not read. */
const infoBytesMax = 2 ** 20;

/** All of Contents/Info.plist, XML or binary; undefined when it cannot be read. */
export function readInfo(bundle: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const path = join(bundle, 'Contents/Info.plist');
    if (statSync(path).size > infoBytesMax) return undefined;
    const bytes = readFileSync(path);
    const isBinary = bytes.toString('latin1', 0, 6) === 'bplist';
    // Of anything else the parser would print that it is none.
    if (!isBinary && !bytes.includes('<plist')) return undefined;
    const value = parse(isBinary ? new Uint8Array(bytes) : bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as unknown as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
