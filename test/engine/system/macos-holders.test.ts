import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLsof, readHolders } from '../../../engine/system/macos/macos-holders.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

/** Debian's lsof is the same program as that of macOS, of another version: it proves our options and our reading of its answer. */
const lsof = '/usr/bin/lsof';
const reason = existsSync(lsof) ? '' : `${lsof} is not installed`;

describe('open files by lsof', () => {
  it('are read from its fields: one line a process, the writable file first', () => {
    const output =
      'p10\ncQEMULauncher\nf3\nar\nn/a.utm/config.plist\nf4\nau\nn/a.utm/Data/disk.img\np11\ncmds\nf5\nar\nn/a.utm/b\np12\ncodd\nf6\na \nn/c\n';
    expect(parseLsof(output)).toEqual([
      { pid: 10, name: 'QEMULauncher', path: '/a.utm/Data/disk.img', access: 'write' },
      { pid: 11, name: 'mds', path: '/a.utm/b', access: 'read' },
      { pid: 12, name: 'odd', path: '/c', access: 'unknown' },
    ]);
    expect(parseLsof('')).toEqual([]);
    expect(parseLsof(`p${process.pid}\ncnode\nf3\naw\nn/a\n`)).toEqual([]);
  });

  it('cannot be told without lsof, and the reason is given', () => {
    expect(readHolders(makeTempFolder(), '/nowhere/lsof')).toEqual({ refused: 'lsof: ENOENT' });
  });

  it.skipIf(reason !== '')(
    `are found by the real program, below a folder and of one file${skippedFor(reason)}`,
    async () => {
      const folder = `${makeTempFolder()}/-a b$(c)`;
      mkdirSync(`${folder}/Data`, { recursive: true });
      const path = `${folder}/Data/disk.img`;
      writeFileSync(path, 'x');
      expect(readHolders(folder, lsof)).toEqual([]);
      for (const [flags, access] of [
        ['r', 'read'],
        ['r+', 'write'],
      ] as const) {
        const fd = openSync(path, flags);
        const child = spawn('sleep', ['60'], { stdio: [fd, 'ignore', 'ignore'] });
        const ended = new Promise((done) => child.once('exit', done));
        closeSync(fd);
        try {
          await new Promise((started) => child.once('spawn', started));
          const holder = { pid: child.pid, name: 'sleep', path, access };
          expect(readHolders(folder, lsof)).toEqual([holder]);
          expect(readHolders(path, lsof)).toEqual([holder]);
          expect(readHolders(dirname(folder), lsof)).toEqual([holder]);
        } finally {
          child.kill();
          await ended;
        }
      }
    },
  );
});
