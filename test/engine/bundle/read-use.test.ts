import { describe, expect, it } from 'vitest';
import { readUse, useInWords } from '../../../engine/bundle/read-use.ts';
import { scanBundle } from '../../../engine/bundle/scan-bundle.ts';
import type { Holder, Refusal } from '../../../engine/system/file-system.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';

const image = '/vm/disk.img';
const useWith = (holders: Holder[] | Refusal, locked: readonly string[] = []) => {
  const system = new MemoryFileSystem();
  system.makeFolder('/vm');
  system.put(image, 2 ** 20);
  system.put('/vm/small', 10);
  system.holders = holders;
  for (const path of locked) system.locked.add(path);
  const use = readUse(system, scanBundle(system, '/vm'));
  expect(system.openFiles).toBe(0);
  return use;
};
const holder = (access: Holder['access'], path = image): Holder => ({ pid: 7, name: 'qemu', path, access });

describe('whether a VM is in use', () => {
  it('is no when nobody has it open or locked', () => {
    expect(useWith([])).toEqual({ kind: 'free' });
  });

  it('is yes when somebody may write, or when that is not known', () => {
    for (const access of ['write', 'unknown'] as const) {
      const use = useWith([holder('read', '/vm/small'), holder(access)]);
      expect(use).toMatchObject({ kind: 'in use', path: image, holder: { pid: 7 } });
    }
  });

  it('is told apart from being read, by a backup or another copy', () => {
    expect(useWith([holder('read')])).toMatchObject({ kind: 'read', holder: { path: image } });
  });

  it('is yes when it is locked, also by somebody who cannot be seen', () => {
    const unseen = useWith([], [image]);
    expect(unseen).toEqual({ kind: 'in use', path: image, holder: undefined });
    expect(useInWords(unseen as never)).toBe(
      '/vm/disk.img is locked by another program, most likely a running VM.',
    );
    expect(useWith([holder('read')], [image])).toMatchObject({ kind: 'in use', holder: { pid: 7 } });
    expect(useWith({ refused: 'no lsof' }, [image])).toMatchObject({ kind: 'in use' });
  });

  it('is unknown, with the reason, when open files cannot be listed', () => {
    const use = useWith({ refused: 'no lsof' });
    expect(use).toEqual({ kind: 'unknown', reason: 'no lsof' });
    expect(useInWords(use as never)).toContain('(no lsof)');
  });
});
