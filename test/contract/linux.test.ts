import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLibc } from '../../engine/system/libc.ts';
import { LinuxFileSystem } from '../../engine/system/linux/linux-file-system.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeFileSystemContract } from './file-system-contract.ts';

const reason = process.platform === 'linux' ? '' : 'not on Linux';

describe.skipIf(reason !== '')(`on Linux${reason && ` (skipped: ${reason})`}`, () => {
  const attributes = () => {
    const libc = loadLibc();
    const set = libc.declare(
      'int setxattr(const char *path, const char *name, const void *value, size_t size, int flags)',
    );
    const get = libc.declare(
      'int64_t getxattr(const char *path, const char *name, void *value, size_t size)',
    );
    return {
      setAttribute: (path: string, name: string, value: string) =>
        void set(path, `user.${name}`, Buffer.from(value), Buffer.byteLength(value), 0),
      getAttribute: (path: string, name: string) => {
        const value = Buffer.alloc(1000);
        const bytes = get(path, `user.${name}`, value, value.length);
        return bytes < 0 ? undefined : value.toString('utf8', 0, bytes);
      },
    };
  };

  describeFileSystemContract('Linux', () => ({
    fileSystem: new LinuxFileSystem(),
    root: makeTempFolder(),
    hasHoleMap: true,
    canPunch: true,
    timeGrainNs: 1n,
    ...attributes(),
  }));

  it('returns a name that is not UTF-8 as bytes', () => {
    const root = makeTempFolder();
    mkdirSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]));
    expect(new LinuxFileSystem().readNames(root)).toEqual([new Uint8Array([0x63, 0x61, 0x66, 0xe9])]);
    expect(readdirSync(root)).toHaveLength(1);
  });

  it('does not wait for a writer when a FIFO stands where a file was', () => {
    const root = makeTempFolder();
    execFileSync('mkfifo', [`${root}/pipe`]);
    const file = new LinuxFileSystem().openForReading(`${root}/pipe`);
    expect(file.readFacts().kind).toBe('fifo');
    file.close();
  });
});
