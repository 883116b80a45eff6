import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MacPrograms } from '../../installer/mac-programs.ts';

/*
 * Stands in for the programs of macOS that the installer runs: real small scripts, started with execFile like the real ones. Each
 * writes down its words and does as little of the real one's work as the rest needs (ditto copies, pbs prints). They prove what
 * macOS is asked, in which order, and what happens for each answer; nothing about what macOS does then.
 */
const bodies: Readonly<Record<keyof MacPrograms, string>> = {
  ditto: 'if [ "$1" = -c ]; then printf zip > "$5"; else cp -a -- "$1" "$2"; fi',
  pbs: `case "$1" in
    -read_bundle) cat -- "$2/Contents/Info.plist" ;;
    -dump) cat -- "$here/pbs.dump" 2>/dev/null || true ;;
  esac`,
  codesign: `if [ "$1" = --display ] && [ "$2" = --verbose=2 ]; then cat -- "$here/codesign.display" >&2; fi`,
  defaults:
    'if [ "$1" = export ]; then cat -- "$here/defaults.export"; else cat -- "$here/defaults.read" 2>/dev/null; fi',
  plutil: 'head -c 5 -- "$2" | grep -q "<?xml"',
  swVers: 'cat -- "$here/swVers.output"',
  ps: 'cat -- "$here/ps.output" 2>/dev/null || true',
  hdiutil: 'for last in "$@"; do :; done; printf dmg > "$last"',
  open: ':',
  xcrun: ':',
};

/** Names that something looks for on PATH must be the real ones. */
const fileNames: Partial<Record<keyof MacPrograms, string>> = { swVers: 'sw_vers' };

export class MacRecorders {
  readonly programs: MacPrograms;
  private readonly folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    const entries = Object.entries(bodies).map(([name, body]) => {
      const path = join(folder, fileNames[name as keyof MacPrograms] ?? name);
      writeFileSync(path, scriptOf(folder, name, body), { mode: 0o755 });
      return [name, path] as const;
    });
    this.programs = Object.fromEntries(entries) as unknown as MacPrograms;
    this.answer('swVers.output', '26.1\n');
    this.answer(
      'codesign.display',
      'Identifier=io.github.vm-ferry.VMFerry\nSignature=adhoc\nTeamIdentifier=not set\n',
    );
  }

  /** What a program prints; the names are in the scripts above. */
  answer(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** From now on the program does this (shell) before its own work; `exit 1` makes it fail. */
  plant(program: keyof MacPrograms, line: string): void {
    this.answer(`${program}.planted`, `${line}\n`);
  }

  unplant(program: keyof MacPrograms): void {
    rmSync(join(this.folder, `${program}.planted`), { force: true });
  }

  /** Words of every run, the program first, in their order. */
  runs(): string[][] {
    const log = join(this.folder, 'log');
    if (!existsSync(log)) return [];
    const lines = readFileSync(log, 'utf8').split('\u001e');
    return lines.slice(0, -1).map((line) => line.split('\u001f').slice(0, -1));
  }

  forget(): void {
    rmSync(join(this.folder, 'log'), { force: true });
  }
}

function scriptOf(folder: string, name: string, body: string): string {
  return `#!/bin/sh
PATH=/usr/bin:/bin
here='${folder.replaceAll("'", "'\\''")}'
{ printf '%s\\037' ${name} "$@"; printf '\\036'; } >> "$here/log"
[ -f "$here/${name}.planted" ] && . "$here/${name}.planted"
${body}
`;
}
