import { spawn } from 'node:child_process';
import type { Engine } from './find-engine.ts';

/** One JSON object of the engine's output (design.md section 6). */
export interface EngineLine {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An engine that says nothing for this long hangs on a volume that does not answer. */
const timeoutMs = 120_000;
/** Far more than the map of any VM. */
const outputBytesMax = 16 * 2 ** 20;

/**
 * Asks the engine something that writes nothing, and gives what it said. An engine that cannot be started, hangs or floods
 * says nothing: what it wrote before counts.
 *
 * @param words arguments of the command line, `--json` among them
 */
export function askEngine(engine: Engine, words: readonly string[]): Promise<EngineLine[]> {
  return new Promise((answered) => {
    const child = spawn(engine.program, [...engine.words, ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: '/',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > outputBytesMax) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => answered([]));
    child.on('close', () => answered(linesOf(Buffer.concat(chunks).toString('utf8'))));
  });
}

function linesOf(text: string): EngineLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isLine(value) ? [value] : [];
    } catch {
      // The last line of an engine that was killed, or nothing of ours.
      return [];
    }
  });
}

function isLine(value: unknown): value is EngineLine {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
