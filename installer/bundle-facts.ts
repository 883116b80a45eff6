import { readFileSync } from 'node:fs';
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

/** All of Contents/Info.plist, XML or binary; undefined when it cannot be read. */
export function readInfo(bundle: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parse(readFileSync(join(bundle, 'Contents/Info.plist')));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as unknown as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
