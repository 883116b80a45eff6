import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { quotedForSh } from './quoted-for-sh.ts';

/** One run of a recorder. */
export interface Recorded {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * Stands in for `osascript` or `open`: a program that writes down its words and surroundings, and ends as it is told to. It proves
 * what is asked of macOS, and nothing about what macOS does.
 */
export class Recorder {
  readonly path: string;

  constructor(path: string, exitCode = 0) {
    this.path = path;
    const words = [
      process.execPath,
      resolve('test/support/recorder-program.ts'),
      `${path}.log`,
      String(exitCode),
    ];
    const line = `exec ${quotedForSh(...words)} "$@"`;
    writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }

  runs(): Recorded[] {
    const log = `${this.path}.log`;
    if (!existsSync(log)) return [];
    const lines = readFileSync(log, 'utf8').split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as Recorded);
  }

  /** Title and text of each alert that was asked for; the script itself is in the words before them. */
  alerts(): [string, string][] {
    return this.runs().map(({ words }) => [words.at(-2) ?? '', words.at(-1) ?? '']);
  }
}
