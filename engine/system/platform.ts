/** The systems we know by name; everything else goes through node:fs alone. */
export type Platform = 'linux' | 'macos' | 'other';

/** The one reader of `process.platform` (style.md guideline 10). */
export function currentPlatform(): Platform {
  if (process.platform === 'linux') return 'linux';
  if (process.platform === 'darwin') return 'macos';
  return 'other';
}

/** Processor architecture in Node's words, for symbol names that differ on macOS (darwin-abi.md §0.6). */
export function currentArchitecture(): string {
  return process.arch;
}
