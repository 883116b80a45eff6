import { describe, expect, it } from 'vitest';
import { faultyFileSystem } from '../support/faulty-file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { codeOf, putFile, readAll, using, writeAll } from './subject.ts';

/** What the memory file system does beyond the contract: were it wrong, every proof that stands on it would be. */
describe('after a power cut the memory file system', () => {
  it('has lost names whose folder was not flushed, and what was in them', () => {
    const system = new MemoryFileSystem();
    putFile(system, '/kept', 'a');
    system.flushFolder('/');
    putFile(system, '/lost', 'b');
    expect(system.crash().readNames('/')).toEqual(['kept']);
  });

  it('has content and length as of the last flush of the file, and none without one', () => {
    const system = new MemoryFileSystem();
    putFile(system, '/never', 'gone');
    using(system.createFile('/file'), (file) => {
      writeAll(file, Buffer.from('flushed'), 0);
      file.flush();
      writeAll(file, Buffer.from('later and longer'), 0);
    });
    system.flushFolder('/');
    const left = system.crash();
    expect(readAll(left, '/file').toString()).toBe('flushed');
    expect(readAll(left, '/never')).toHaveLength(0);
    expect(readAll(system, '/file').toString()).toBe('later and longer');
  });

  it('has back a name that was removed or renamed, until both folders are flushed', () => {
    const system = new MemoryFileSystem();
    for (const folder of ['/one', '/two']) system.makeFolder(folder);
    putFile(system, '/one/moved', 'm');
    putFile(system, '/one/removed', 'r');
    system.tryFlushVolume('/');
    system.tryRename('/one/moved', '/two/moved');
    system.removeFile('/one/removed');
    expect(system.crash().readNames('/one')).toEqual(['moved', 'removed']);
    expect(system.crash().readNames('/two')).toEqual([]);
    system.flushFolder('/two');
    system.flushFolder('/one');
    expect(system.crash().readNames('/one')).toEqual([]);
    expect(readAll(system.crash(), '/two/moved').toString()).toBe('m');
  });

  it('has everything that one flush of the volume reached', () => {
    const system = new MemoryFileSystem();
    system.makeFolder('/a');
    system.makeLink('/a/link', 'b');
    putFile(system, '/a/file', 'x');
    expect(system.tryFlushVolume('/a')).toBe('flushed');
    const left = system.crash();
    expect(left.readNames('/a')).toEqual(['file', 'link']);
    expect(readAll(left, '/a/file').toString()).toBe('x');
    expect(left.readLinkAim('/a/link')).toBe('b');
  });

  it('goes on apart from the one that lost power', () => {
    const system = new MemoryFileSystem();
    putFile(system, '/file', 'old');
    system.tryFlushVolume('/');
    const left = system.crash();
    using(left.openForWriting('/file'), (file) => writeAll(file, Buffer.from('new'), 0));
    expect(readAll(system, '/file').toString()).toBe('old');
    expect(readAll(left.crash(), '/file').toString()).toBe('old');
  });
});

describe('the memory file system', () => {
  it('takes what fits on a full volume, then says ENOSPC, and has room again when something goes', () => {
    const system = new MemoryFileSystem();
    system.totalBytes = 3 * 4096;
    putFile(system, '/first', Buffer.alloc(4096, 1));
    using(system.createFile('/file'), (file) => {
      expect(file.write(Buffer.alloc(20_000, 2), 0, 20_000, 0)).toBe(8192);
      expect(codeOf(() => file.write(Buffer.alloc(1), 0, 1, 8192))).toBe('ENOSPC');
      expect(file.readFacts()).toMatchObject({ logicalBytes: 8192, allocatedBytes: 8192 });
      expect(file.write(Buffer.alloc(8192, 3), 0, 8192, 0)).toBe(8192);
      system.removeFile('/first');
      expect(file.write(Buffer.alloc(1), 0, 1, 8192)).toBe(1);
    });
    expect(system.freeBytes).toBe(0);
  });

  it('stores the zeros of a gap where it cannot hold holes', () => {
    const system = new MemoryFileSystem();
    system.canHoldHoles = false;
    using(system.createFile('/file'), (file) => {
      file.setLength(10 * 4096);
      expect(file.readFacts().allocatedBytes).toBe(10 * 4096);
      expect(file.findHole(0)).toBe(10 * 4096);
      expect(file.tryPunch(0, 4096)).toEqual({ refused: 'ENOTSUP' });
      writeAll(file, Buffer.from('x'), 20 * 4096);
      expect(file.readFacts().allocatedBytes).toBe(21 * 4096);
    });
  });

  it('lies about holes as told, until the file is settled or for good', () => {
    for (const survives of [false, true]) {
      const system = new MemoryFileSystem();
      system.claimsSurviveFlush = survives;
      putFile(system, '/file', Buffer.alloc(4 * 4096, 1));
      system.claimHole('/file', 4096, 2 * 4096);
      using(system.openForReading('/file'), (file) => {
        expect([file.findHole(0), file.findData(4096)]).toEqual([4096, 2 * 4096]);
        file.settle();
        expect(file.findHole(0)).toBe(survives ? 4096 : 4 * 4096);
      });
      expect(readAll(system, '/file').every((byte) => byte === 1)).toBe(true);
    }
  });

  it('counts the files that are open, so that a leak shows', () => {
    const system = new MemoryFileSystem();
    const file = system.createFile('/file');
    expect(system.openFiles).toBe(1);
    file.close();
    expect(system.openFiles).toBe(0);
  });

  it('can be made to fail any one call, also of a file that is open, and goes on after it', () => {
    const calls: string[] = [];
    const system = faultyFileSystem(new MemoryFileSystem(), ({ verb, path }) => {
      calls.push(`${verb} ${path}`);
      if (calls.length === 2) throw new Error('planted');
    });
    using(system.createFile('/file'), (file) => {
      expect(() => file.write(Buffer.from('x'), 0, 1, 0)).toThrow('planted');
      expect(file.write(Buffer.from('x'), 0, 1, 0)).toBe(1);
    });
    expect(calls).toEqual(['createFile /file', 'write /file', 'write /file', 'close /file']);
  });
});
