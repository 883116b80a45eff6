import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, cpSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compareTrees } from '../support/compare-trees.ts';
import {
  type LoopVolume,
  makeLoopVolume,
  missingForVolume,
  namesOn,
  skippedFor,
  type VolumeKind,
} from '../support/loop-volume.ts';
import { type FerryRun, runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { stagedBytes, until } from '../support/watch-staging.ts';

/*
 * Somebody interferes in the middle of a copy from one real volume to another.
 */
const MiB = 2 ** 20;
const first = 'Data/a-first.img';
const large = 'Data/z-large.img';
const largeBytes = 200 * MiB;
/** ext4 cannot hold a state still, XFS and Btrfs can. */
const kinds: readonly VolumeKind[] = ['ext4', 'xfs', 'btrfs'];

describe.each(kinds)('while a VM on %s is copied to another volume', (kind) => {
  const reason = missingForVolume(kind) || missingForVolume('xfs');
  const title = (what: string) => `${what}${skippedFor(reason)}`;
  const holdsStill = kind !== 'ext4';
  let source: LoopVolume;
  let target: LoopVolume;
  let bundle: string;
  let kept: { folder: string; dispose: () => void };

  beforeAll(() => {
    if (reason !== '') return;
    kept = makeKeptFolder();
    source = makeLoopVolume(kind, 700);
    target = makeLoopVolume('xfs', 600);
    const made = join(kept.folder, 'Guest.utm');
    mkdirSync(join(made, 'Data'), { recursive: true });
    writeFileSync(join(made, 'config.plist'), '<plist version="1.0"><dict/></plist>');
    writeFileSync(join(made, first), new SeededRandom(1).bytes(100_000));
    writeFileSync(join(made, large), new SeededRandom(2).bytes(largeBytes));
  });
  afterAll(() => {
    source?.dispose();
    target?.dispose();
    kept?.dispose();
  });
  beforeEach(() => {
    if (reason !== '') return;
    bundle = join(source.folder, 'Guest.utm');
    cpSync(join(kept.folder, 'Guest.utm'), bundle, { recursive: true });
  });
  afterEach(() => {
    if (reason !== '') return;
    for (const { folder } of [source, target]) execFileSync('find', [folder, '-mindepth', '1', '-delete']);
  });

  const left = (volume: LoopVolume) => namesOn(volume.folder);
  /** Copies, and interferes when a quarter of the large file is written: the first one is done by then. */
  const copyAndInterfere = async (
    words: readonly string[],
    interfere: (pid: number) => void,
  ): Promise<FerryRun> => {
    const { child, ended } = startFerry(['copy', bundle, target.folder, '--json', ...words]);
    await until(() => stagedBytes(target.folder, large) >= largeBytes / 4);
    interfere(child.pid as number);
    return ended;
  };
  const expectOnlyTheSource = () => {
    expect(left(target)).toEqual([]);
    // No snapshot either.
    expect(left(source)).toEqual(['Guest.utm']);
  };

  it.skipIf(reason !== '')(title('SIGINT gives 130 and leaves nothing on either volume'), async () => {
    const run = await copyAndInterfere([], (pid) => process.kill(pid, 'SIGINT'));
    expect(run.lines.at(-1)).toMatchObject({ code: 'CANCELLED', exitCode: 130 });
    expect(run.exitCode).toBe(130);
    expectOnlyTheSource();
    expect(compareTrees(join(kept.folder, 'Guest.utm'), bundle, { metadata: false })).toEqual([]);
  });

  const changes: readonly [string, string, (path: string) => void][] = [
    ['bytes are appended to a file that is copied already', first, (path) => appendFileSync(path, 'more')],
    ['a byte is overwritten in a file that is copied already', first, (path) => overwrite(path, 50_000)],
    [
      'a byte is overwritten further on in the file being copied',
      large,
      (path) => overwrite(path, largeBytes - 10),
    ],
    ['a byte is overwritten further back in the file being copied', large, (path) => overwrite(path, 10)],
  ];

  it.skipIf(reason !== '').each(holdsStill ? changes.slice(1, 2) : changes)(
    title(`when %s, nothing is left${holdsStill ? ' if no snapshot is wanted' : ''}, with exit 5`),
    async (_what, name, change) => {
      const run = await copyAndInterfere(['--no-snapshot'], () => change(join(bundle, name)));
      expect(run.lines.at(-1)).toMatchObject({ type: 'error', code: 'SOURCE_CHANGED', exitCode: 5 });
      expect(run.exitCode).toBe(5);
      expectOnlyTheSource();
    },
  );

  if (holdsStill)
    it.skipIf(reason !== '').each(changes)(
      title('when %s, the copy is of the moment when it began'),
      async (_what, name, change) => {
        const run = await copyAndInterfere(['--verify'], () => change(join(bundle, name)));
        expect(run.lines.at(-1)).toMatchObject({ type: 'result', method: 'sparse', isVerified: true });
        expect(run.exitCode).toBe(0);
        const copy = join(target.folder, 'Guest.utm');
        expect(compareTrees(join(kept.folder, 'Guest.utm'), copy, { metadata: false, holes: false })).toEqual(
          [],
        );
        expect(left(source)).toEqual(['Guest.utm']);
        expect(left(target)).toEqual(['Guest.utm']);
      },
    );

  it.skipIf(reason !== '')(
    title('a file of the copy that somebody spoils is found by --verify, with exit 7 and nothing left'),
    async () => {
      const run = await copyAndInterfere(['--verify'], () => {
        const staging = left(target).find((name) => name.includes('.ferry-')) as string;
        overwrite(join(target.folder, staging, first), 50_000);
      });
      expect(run.lines.at(-1)).toMatchObject({ type: 'error', code: 'COPY_DIFFERS', exitCode: 7 });
      expect(run.lines.at(-1)?.path).toBe(join(target.folder, 'Guest.utm', first));
      expect(run.exitCode).toBe(7);
      expectOnlyTheSource();
    },
  );

  it.skipIf(reason !== '')(title('nobody interferes, and the copy is equal'), async () => {
    const run = await runFerry(['copy', bundle, target.folder, '--json']);
    expect(run.exitCode).toBe(0);
    expect(compareTrees(bundle, join(target.folder, 'Guest.utm'))).toEqual([]);
    expect(left(source)).toEqual(['Guest.utm']);
  });
});

/** Another byte than any of the fixture's, which has no zeros. */
function overwrite(path: string, position: number): void {
  const fd = openSync(path, 'r+');
  writeSync(fd, Buffer.of(0), 0, 1, position);
  closeSync(fd);
}
