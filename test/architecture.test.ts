import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findViolations } from './architecture/find-violations.ts';

/** Tracked files, or in an unpacked archive without git all that is not built or installed. */
function repositoryFiles(): Map<string, string> {
  const paths = existsSync('.git')
    ? execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
        encoding: 'utf8',
      }).split('\0')
    : readdirSync('.', { recursive: true, encoding: 'utf8' }).filter(
        (path) => !/^(node_modules|dist|test\/\.)/.test(path),
      );
  const sources = paths.filter((path) => path !== '' && existsSync(path) && statSync(path).isFile());
  return new Map(sources.map((path) => [path, /\.tsx?$/.test(path) ? readFileSync(path, 'utf8') : '']));
}

describe('the house', () => {
  it('keeps every import rule of the design', () => {
    const files = repositoryFiles();
    expect(files.size).toBeGreaterThan(50);
    expect(findViolations(files)).toEqual([]);
  });

  it('has a README in every room', () => {
    for (const room of ['engine', 'tray', 'quick-action', 'installer', 'test'])
      expect(existsSync(`${room}/README.md`), room).toBe(true);
  });
});

describe('a planted violation is caught', () => {
  const planted: readonly [string, string, string][] = [
    ['engine/extents/x.ts', "import { join } from 'node:path';", 'imports node'],
    ['engine/extents/x.ts', "import type { Y } from '../errors.ts';", 'imports engine/errors.ts'],
    [
      'engine/system/x.ts',
      "import { extent } from '../extents/extent.ts';",
      'imports engine/extents/extent.ts',
    ],
    ['engine/system/linux/x.ts', "import koffi from 'koffi';", 'imports koffi'],
    [
      'engine/bundle/x.ts',
      "import { runCopy } from '../copy/run-copy.ts';",
      'imports engine/copy/run-copy.ts',
    ],
    [
      'engine/bundle/x.ts',
      "import { LinuxFileSystem } from '../system/linux/linux-file-system.ts';",
      'imports engine/system/linux',
    ],
    [
      'engine/copy/x.ts',
      "import type { Y } from '../transfers/record.ts';",
      'imports engine/transfers/record.ts',
    ],
    [
      'engine/copy/x.ts',
      "export { Y } from '../system/open-file-system.ts';",
      'imports engine/system/open-file-system.ts',
    ],
    ['engine/copy/x.ts', "const fs = await import('node:fs');", 'imports node'],
    ['engine/copy/x.ts', 'const isMac = process.platform === "darwin";', 'one reader of the platform'],
    ['engine/copy/x.ts', 'target.write(buffer, 0, length, position);', 'one loop owns short reads'],
    ['engine/transfers/x.ts', "import { copyBundle } from '../copy/copy-bundle.ts';", 'imports engine/copy'],
    [
      'engine/transfers/x.ts',
      "import { loadLibc } from '../system/libc.ts';",
      'imports engine/system/libc.ts',
    ],
    ['engine/cli/x.ts', "import { scanBundle } from '../bundle/scan-bundle.ts';", 'imports engine/bundle'],
    ['engine/x.ts', "import { app } from 'electron';", 'imports electron'],
    ['engine/x.ts', "import { main } from './cli/main.ts';", 'imports engine/cli/main.ts'],
    ['engine/copy/x.ts', 'process.exit(1);', 'end the process'],
    ['engine/copy/x.ts', 'const srcPath = 1;', 'source and target'],
    ['tray/x.ts', "import { copyBundle } from '#engine';", 'imports #engine'],
    ['tray/x.ts', "import koffi from 'koffi';", 'imports koffi'],
    ['tray/x.ts', "import { y } from '../engine/transfers/record.ts';", 'imports engine/transfers/record.ts'],
    ['tray/popover/x.tsx', "import { app } from 'electron';", 'imports electron'],
    ['tray/words/x.ts', "import { y } from '../popover/y.ts';", 'imports tray/popover/y.ts'],
    ['quick-action/x.ts', "import { copyBundle } from '#engine';", 'imports #engine'],
    ['installer/x.ts', "import { main } from '../tray/main.ts';", 'imports tray/main.ts'],
    ['installer/index.ts', "import { packager } from '@electron/packager';", 'nothing that packages'],
    ['installer/index.ts', "import { setFuses } from './packaging/fuses.ts';", 'imports installer/packaging'],
    ['installer/x.ts', "import { stateFolder } from '#engine/transfers';", 'imports #engine/transfers'],
    [
      'installer/x.ts',
      "import { titleOf } from '../quick-action/words.ts';",
      'imports quick-action/words.ts',
    ],
    [
      'installer/packaging/x.ts',
      "import { main } from '../../engine/cli/main.ts';",
      'imports engine/cli/main.ts',
    ],
    ['scripts/x.ts', '', 'top level has no place'],
    ['engine/copy/utils.ts', '', 'no name of its own'],
  ];

  it.each(planted)('%s with %s', (path, text, expected) => {
    expect(findViolations(new Map([[path, text]])).join('\n')).toContain(expected);
  });

  it('and what the rules allow is not', () => {
    const allowed = new Map([
      [
        'engine/copy/x.ts',
        "import { extent } from '../extents/extent.ts'; import type { FileSystem } from '../system/file-system.ts';",
      ],
      ['engine/cli/x.ts', "import { copyBundle } from '#engine'; process.exit(2);"],
      [
        'engine/system/libc.ts',
        "import { createRequire } from 'node:module'; createRequire(import.meta.url)('koffi');",
      ],
      ['tray/x.ts', "import { listTransfers } from '#engine/transfers';"],
    ]);
    expect(findViolations(allowed)).toEqual([]);
  });
});
