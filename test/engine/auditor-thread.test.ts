import { closeSync, mkdirSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AuditorThread } from '../../engine/auditor-thread.ts';
import type { AuditAnswer, AuditQueue } from '../../engine/copy/audit-queue.ts';
import { copyBundle } from '../../engine/copy/copy-bundle.ts';
import { FerryError } from '../../engine/errors.ts';
import type { FileSystem, OpenFile } from '../../engine/system/file-system.ts';
import { openFileSystem } from '../../engine/system/open-file-system.ts';
import { compareTrees } from '../support/compare-trees.ts';
import { rememberingObserver } from '../support/silent-observer.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { until } from '../support/watch-staging.ts';

const MiB = 2 ** 20;
const GiB = 1024 * MiB;
const { fileSystem } = openFileSystem();

/** An image with one byte at each place, and holes everywhere else. */
function makeImage(path: string, logicalBytes: number, places: readonly number[]): void {
  const fd = openSync(path, 'wx');
  for (const place of places) writeSync(fd, 'x', place);
  closeSync(fd);
  truncateSync(path, logicalBytes);
}

/** A thread that is up, and what it answered. */
async function startAuditor() {
  const observer = rememberingObserver();
  const auditor = new AuditorThread(() => fileSystem, observer.control);
  onTestFinished(() => auditor.end());
  const queue = auditor.queue();
  await until(() => queue.settle(queue.publish(0, 0, 0) as number) !== 'mine');
  const answers: AuditAnswer[] = [];
  const settle = queue.settle.bind(queue);
  queue.settle = (number) => {
    const answer = settle(number);
    answers.push(answer);
    return answer;
  };
  return { observer: { ...observer, auditor }, queue, answers };
}

/** The answer of the thread, which has so long to begin; else it is 'mine'. */
async function answerOf(
  queue: AuditQueue,
  descriptor: number,
  start: number,
  end: number,
): Promise<AuditAnswer> {
  const number = queue.publish(descriptor, start, end) as number;
  await new Promise((over) => setTimeout(over, 300));
  return queue.settle(number);
}

/** The same file system, whose files say they are one hole. */
const lying: FileSystem = new Proxy(fileSystem, {
  get: (system, name) => {
    const value = Reflect.get(system, name);
    if (typeof value !== 'function') return value;
    if (name !== 'openForReading') return value.bind(system);
    return (path: string) =>
      new Proxy(system.openForReading(path), {
        get: (file: OpenFile, verb) => {
          if (verb === 'findHole') return (position: number) => position;
          if (verb === 'findData') return () => 'none';
          const inner = Reflect.get(file, verb);
          return typeof inner === 'function' ? inner.bind(file) : inner;
        },
      });
  },
});

const request = (source: string, targetFolder: string) => ({
  id: 'test',
  source,
  targetFolder,
  holes: 'audit' as const,
  verify: false,
  allowExpansion: false,
  dryRun: false,
});

describe('a thread that reads holes', () => {
  it('tells zeros from others, to the last byte, and from what cannot be read', async () => {
    const image = join(makeTempFolder(), 'disk.img');
    makeImage(image, 64 * MiB, [32 * MiB - 1]);
    const file = fileSystem.openForReading(image);
    onTestFinished(() => file.close());
    const fd = file.descriptorForHoles() as number;
    const { queue } = await startAuditor();
    expect(await answerOf(queue, fd, 0, 16 * MiB)).toBe('zeros');
    expect(await answerOf(queue, fd, 16 * MiB, 32 * MiB)).toBe('not zeros');
    expect(await answerOf(queue, fd, 16 * MiB, 32 * MiB - 4096)).toBe('zeros');
    expect(await answerOf(queue, fd, 60 * MiB, 65 * MiB)).toBe('unreadable');
    expect(await answerOf(queue, 2 ** 20, 0, MiB)).toBe('unreadable');
  });

  it('stands still while the copy is paused, and ends when it is cancelled', async () => {
    const image = join(makeTempFolder(), 'disk.img');
    makeImage(image, 64 * MiB, []);
    const file = fileSystem.openForReading(image);
    onTestFinished(() => file.close());
    const { queue, observer } = await startAuditor();
    const fd = file.descriptorForHoles() as number;
    observer.control.pause();
    expect(await answerOf(queue, fd, 0, MiB)).toBe('mine');
    observer.control.continue();
    expect(await answerOf(queue, fd, 0, MiB)).toBe('zeros');
    observer.control.cancel();
    expect(await answerOf(queue, fd, 0, MiB)).toBe('mine');
  });

  it('helps a copy, which finds what the map hides wherever it is', async () => {
    const home = makeTempFolder();
    const [source, target] = [join(home, 'X.utm'), join(home, 'target')];
    for (const folder of [source, target]) mkdirSync(folder);
    // The second is as sparse, and smaller than what is worth a thread.
    makeImage(join(source, 'disk.img'), 3 * GiB + 12_345, [5 * MiB, 2 * GiB + 7, 3 * GiB + 12_344]);
    makeImage(join(source, 'small.img'), 100 * MiB, [70 * MiB]);
    const { observer, answers } = await startAuditor();
    const result = copyBundle(lying, request(source, target), observer, undefined);
    expect(compareTrees(source, join(target, 'X.utm'))).toEqual([]);
    expect(answers).toContain('zeros');
    expect(observer.warnings.map(({ code }) => code)).toEqual(['MAP_LIED', 'MAP_LIED']);
    expect(result.copiedBytes).toBe(4096 * 3 + 57);
    expect(result.copiedBytes + result.holeBytes).toBe(3 * GiB + 12_345 + 100 * MiB);
  });

  it('and one that tells the truth comes to the same, with a source that stays as it was', async () => {
    const home = makeTempFolder();
    const [source, target] = [join(home, 'X.utm'), join(home, 'target')];
    for (const folder of [source, target]) mkdirSync(folder);
    const places = Array.from({ length: 300 }, (_, at) => at * 30 * MiB + 4096 * (at % 9));
    makeImage(join(source, 'disk.img'), 9 * GiB + 777, places);
    const { observer, answers } = await startAuditor();
    const result = copyBundle(fileSystem, request(source, target), observer, undefined);
    expect(compareTrees(source, join(target, 'X.utm'))).toEqual([]);
    expect(observer.warnings).toEqual([]);
    expect(answers.filter((answer) => answer === 'zeros').length).toBeGreaterThan(50);
    expect(result.copiedBytes).toBe(300 * 4096);
    expect(result.holeBytes).toBe(9 * GiB + 777 - 300 * 4096);
    expect(statSync(join(target, 'X.utm/disk.img')).blocks).toBe(statSync(join(source, 'disk.img')).blocks);
  });

  it('does not hide that the source became shorter', async () => {
    const home = makeTempFolder();
    const [source, target] = [join(home, 'disk.img'), join(home, 'target')];
    mkdirSync(target);
    makeImage(source, 4 * GiB, [0]);
    const { observer } = await startAuditor();
    const noted = (note: { readonly kind: string }) => {
      if (note.kind === 'created') truncateSync(source, 2 * GiB + 5);
    };
    const copy = () => copyBundle(fileSystem, request(source, target), { ...observer, noted }, undefined);
    expect(copy).toThrow(expect.objectContaining({ code: 'SOURCE_CHANGED' }));
    expect(copy).toThrow(FerryError);
  });
});
