import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { logStateEvent, oneAtATime } from '#engine/transfers';
import { makeTempFolder } from '../../support/temp-folder.ts';

let state: string;
beforeEach(() => {
  state = join(makeTempFolder(), 'state');
});

describe('work of which only one process may be in the middle', () => {
  it('is done by one after the other, whoever they are', async () => {
    const file = join(makeTempFolder(), 'number');
    writeFileSync(file, '0');
    const door = resolve('engine/transfers/index.ts');
    // Reads, waits and writes: two at once would lose a step.
    const program = `import { readFileSync, writeFileSync } from 'node:fs';
      import { oneAtATime } from ${JSON.stringify(door)};
      const [state, file] = process.argv.slice(1);
      for (let i = 0; i < 5; i++) await oneAtATime(state, 'count', () => {
        const number = Number(readFileSync(file, 'utf8'));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
        writeFileSync(file, String(number + 1));
      });`;
    const runs = [1, 2, 3, 4].map(
      () =>
        new Promise((ended) =>
          spawn(process.execPath, ['--input-type=module', '-e', program, state, file]).on('close', ended),
        ),
    );
    expect(await Promise.all(runs)).toEqual([0, 0, 0, 0]);
    expect(readFileSync(file, 'utf8')).toBe('20');
  });

  it('gives back what it made, is free again after a failure, and does not wait for another task', async () => {
    const failing = oneAtATime(state, 'a', () => {
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    const inner = await oneAtATime(state, 'a', () => oneAtATime(state, 'b', () => 7));
    expect(inner).toBe(7);
  });

  it('says in words that the state folder cannot be written', async () => {
    writeFileSync(state, '');
    await expect(oneAtATime(state, 'a', () => 1)).rejects.toMatchObject({ code: 'STATE_FAILED' });
  });
});

describe('the log of the state folder', () => {
  it('keeps one older part when it has become long, and never fails', () => {
    mkdirSync(state);
    const log = join(state, 'log.ndjson');
    writeFileSync(log, 'x'.repeat(2 ** 20 + 1));
    logStateEvent(state, 'first', { fact: 1 });
    logStateEvent(state, 'second');
    const events = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events).toMatchObject([{ event: 'first', fact: 1, pid: process.pid }, { event: 'second' }]);
    expect(statSync(join(state, 'log.old.ndjson')).size).toBe(2 ** 20 + 1);
    logStateEvent(join(log, 'no folder'), 'lost');
    expect(existsSync(join(log, 'no folder'))).toBe(false);
  });
});
