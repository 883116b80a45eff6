import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLibc } from '../../engine/system/libc.ts';
import { LinuxFileSystem } from '../../engine/system/linux/linux-file-system.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeFileSystemContract } from './file-system-contract.ts';
import { lockFile, makeFifo } from './subject.ts';

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
    makeFifo,
    lock: lockFile,
    ...attributes(),
  }));

  it('returns a name that is not UTF-8 as bytes', () => {
    const root = makeTempFolder();
    mkdirSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]));
    expect(new LinuxFileSystem().readNames(root)).toEqual([new Uint8Array([0x63, 0x61, 0x66, 0xe9])]);
    expect(readdirSync(root)).toHaveLength(1);
  });

  it('does not wait for a writer when it is to clone what has become a FIFO', () => {
    const root = makeTempFolder();
    makeFifo(`${root}/pipe`);
    // In a process of its own with an end: a call that waits would stop this one for good.
    const module = JSON.stringify(resolve('engine/system/linux/linux-file-system.ts'));
    const script = `import { LinuxFileSystem } from ${module};
      const [source, target] = process.argv.slice(1);
      console.log(JSON.stringify(new LinuxFileSystem().tryClone(source, target)));`;
    const answer = execFileSync(
      process.execPath,
      ['--input-type=module-typescript', '-e', script, `${root}/pipe`, `${root}/clone`],
      { timeout: 20_000, encoding: 'utf8' },
    );
    expect(JSON.parse(answer)).toHaveProperty('refused');
    expect(readdirSync(root)).toEqual(['pipe']);
  });

  it('keeps times before 1970 to the nanosecond', () => {
    const root = makeTempFolder();
    const system = new LinuxFileSystem();
    writeFileSync(`${root}/file`, 'x');
    const facts = { ...system.readFacts(`${root}/file`), modifiedNs: -1_500_000_001n, accessedNs: -1n };
    expect(system.copyMetadata(`${root}/file`, `${root}/file`, facts)).toEqual([]);
    expect(system.readFacts(`${root}/file`)).toMatchObject({
      modifiedNs: -1_500_000_001n,
      accessedNs: -1n,
    });
  });

  it('names the process that holds something open below a path, and not this one', async () => {
    const root = makeTempFolder();
    const system = new LinuxFileSystem();
    mkdirSync(`${root}/held`);
    mkdirSync(`${root}/held-not`);
    writeFileSync(`${root}/held/file`, 'x');
    const fd = openSync(`${root}/held/file`, 'r');
    expect(system.readHolders(`${root}/held`)).toEqual([]);
    const child = spawn('sleep', ['60'], { stdio: [fd, 'ignore', 'ignore'] });
    const ended = new Promise((done) => child.once('exit', done));
    try {
      await new Promise((started) => child.once('spawn', started));
      const holder = { pid: child.pid, name: 'sleep', path: `${root}/held/file`, access: 'read' };
      expect(system.readHolders(`${root}/held`)).toEqual([holder]);
      expect(system.readHolders(`${root}/held/file`)).toEqual([holder]);
      expect(system.readHolders(`${root}/held-not`)).toEqual([]);
    } finally {
      child.kill();
      closeSync(fd);
      await ended;
    }
  });

  it('knows the mount point of its volume among all there are', () => {
    const system = new LinuxFileSystem();
    expect(system.readMountPoints()).toContain(system.readVolume(makeTempFolder()).mountPoint);
  });
});
