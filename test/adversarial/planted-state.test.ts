import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTransfer,
  listTransfers,
  readTransfer,
  transferFolder,
  watchTransfers,
} from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { type FerryOptions, runFerry } from '../support/run-ferry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { trust } from '../support/trust-report.ts';

/*
 * A state folder into which somebody has put links, pipes, huge files and false notes, or which belongs to somebody else.
 * Nothing outside is written or removed, nothing hangs, and other transfers go on.
 */
const root = process.geteuid?.() === 0 ? '' : 'needs root';
const precious = 'precious';
let home: string;
let state: string;
let target: string;
let victim: string;
let options: FerryOptions;

beforeEach(() => {
  home = makeTempFolder();
  [state, target, victim] = [join(home, 'state'), join(home, 'target'), join(home, 'victim')];
  for (const folder of [target, victim, join(home, 'Guest.utm')]) mkdirSync(folder);
  writeFileSync(join(home, 'Guest.utm/config.plist'), 'config');
  writeFileSync(join(victim, 'file'), precious);
  options = { env: { VM_FERRY_STATE: state } };
});

const create = () => createTransfer(state, transferRequest(join(home, 'Guest.utm'), target));
function expectVictimWhole(): void {
  expect(readdirSync(victim)).toEqual(['file']);
  expect(readFileSync(join(victim, 'file'), 'utf8')).toBe(precious);
  trust('hostileBundles');
  trust('checks');
}

describe('a link in the place of', () => {
  const names = ['record.json', 'journal.ndjson', 'log.ndjson', 'control.json', 'lock.1'];

  it.each(names)('%s is not written through', async (name) => {
    const id = create();
    const path = join(transferFolder(state, id), name);
    rmSync(path, { force: true });
    symlinkSync(join(victim, 'file'), path);
    for (const command of ['run', 'pause', 'continue', 'cancel', 'resume', 'show'])
      await runFerry([command, id, '--json'], options);
    await runFerry(['list'], options);
    await runFerry(['clear'], options);
    expectVictimWhole();
  });

  it('a temporary file of a record is not written through', async () => {
    const id = create();
    const folder = transferFolder(state, id);
    // The name holds the number of a process to come, so a whole range is planted.
    for (let pid = process.pid; pid < process.pid + 3000; pid++)
      symlinkSync(join(victim, 'file'), join(folder, `record.json.${pid}.tmp`));
    expect((await runFerry(['run', id, '--json'], options)).exitCode).toBe(0);
    expectVictimWhole();
    expect(compareTrees(join(home, 'Guest.utm'), join(target, 'Guest.utm'))).toEqual([]);
  });

  it('the folder of a transfer, or of all transfers, does not lead elsewhere', async () => {
    const id = create();
    const folder = transferFolder(state, id);
    const away = join(home, 'away');
    renameSync(folder, away);
    symlinkSync(victim, folder);
    for (const command of ['run', 'cancel', 'resume'])
      expect((await runFerry([command, id], options)).exitCode).not.toBe(0);
    await runFerry(['clear'], options);
    expectVictimWhole();
    rmSync(folder);
    renameSync(away, folder);
    renameSync(join(state, 'transfers'), away);
    symlinkSync(victim, join(state, 'transfers'));
    const run = await runFerry(['copy', join(home, 'Guest.utm'), target, '--json'], options);
    expect(run.lines.at(-1)).toMatchObject({ code: 'STATE_FAILED', exitCode: 1 });
    expectVictimWhole();
  });
});

describe('a pipe, a folder or something huge in the place of', () => {
  it.each(['record.json', 'journal.ndjson', 'control.json', 'lock.1', 'log.ndjson'])(
    '%s makes nobody wait, and no other transfer suffers',
    async (name) => {
      for (const plant of [
        (path: string) => void execFileSync('mkfifo', [path]),
        (path: string) => void mkdirSync(path),
        (path: string) => {
          writeFileSync(path, '');
          truncateSync(path, 2 ** 43);
        },
      ]) {
        const [bad, good] = [create(), create()];
        const path = join(transferFolder(state, bad), name);
        rmSync(path, { force: true });
        plant(path);
        expect(listTransfers(state).length).toBeGreaterThanOrEqual(2);
        const seen: string[] = [];
        watchTransfers(state, (changes) => void seen.push(...changes.map(({ id }) => id)))();
        expect(seen).toContain(good);
        await runFerry(['run', bad, '--json'], options);
        await runFerry(['cancel', bad, '--json'], options);
        rmSync(join(target, 'Guest.utm'), { recursive: true, force: true });
        expect((await runFerry(['run', good, '--json'], options)).exitCode).toBe(0);
        rmSync(join(target, 'Guest.utm'), { recursive: true, force: true });
        rmSync(transferFolder(state, bad), { recursive: true, force: true });
        trust('hostileBundles');
      }
    },
    180_000,
  );
});

describe('a false note', () => {
  it('of an unfinished copy or a snapshot removes nothing that does not bear its id', async () => {
    const id = create();
    const path = join(transferFolder(state, id), 'record.json');
    const record = JSON.parse(readFileSync(path, 'utf8'));
    const volume = { uuid: null, device: '1', mountPoint: '/' };
    writeFileSync(
      path,
      JSON.stringify({
        ...record,
        state: 'copying',
        attempts: 1,
        staging: victim,
        snapshot: victim,
        targetVolume: volume,
      }),
    );
    mkdirSync(join(state, 'snapshots'), { recursive: true });
    writeFileSync(
      join(state, 'snapshots', `${id}.json`),
      JSON.stringify([victim, `${victim}/`, '/', home, 5, null]),
    );
    await runFerry(['cancel', id, '--json'], options);
    await runFerry(['clear'], options);
    expectVictimWhole();
  });

  it('in a journal with a right checksum but a wrong content is passed over', async () => {
    const { createHash } = await import('node:crypto');
    const id = create();
    const lines = [
      '{"kind":"finished"',
      '[]',
      '{"kind":"flushed","path":"config.plist","offset":-5}',
      '"x"',
    ].map((json) => `${createHash('sha256').update(json).digest('hex').slice(0, 12)} ${json}\n`);
    writeFileSync(join(transferFolder(state, id), 'journal.ndjson'), lines.join(''));
    const path = join(transferFolder(state, id), 'record.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), attempts: 1 }));
    expect((await runFerry(['run', id, '--json'], options)).exitCode).toBe(0);
    expect(compareTrees(join(home, 'Guest.utm'), join(target, 'Guest.utm'))).toEqual([]);
    trust('hostileBundles');
  });

  it('that is a hard link to something precious changes it by nothing', async () => {
    const id = create();
    linkSync(join(victim, 'file'), join(transferFolder(state, id), 'control.json'));
    await runFerry(['continue', id], options);
    await runFerry(['run', id, '--json'], options);
    expectVictimWhole();
  });
});

describe('a state folder', () => {
  it.skipIf(root !== '')(
    `of somebody else is not used, and nothing is written there${skippedFor(root)}`,
    async () => {
      mkdirSync(state);
      chownSync(state, 65_534, 65_534);
      const run = await runFerry(['copy', join(home, 'Guest.utm'), target, '--json'], options);
      expect(run.lines.at(-1)).toMatchObject({ code: 'STATE_FAILED', exitCode: 1, path: state });
      expect(readdirSync(target)).toEqual([]);
      trust('hostileBundles');
    },
  );

  it.skipIf(root !== '')(`with a transfer of somebody else is not worked on${skippedFor(root)}`, async () => {
    const id = create();
    execFileSync('chown', ['-R', '65534:65534', state]);
    for (const command of ['run', 'resume'])
      expect((await runFerry([command, id, '--json'], options)).lines.at(-1)).toMatchObject({
        code: 'STATE_FAILED',
      });
    expect(readTransfer(state, id)).toMatchObject({ state: 'queued' });
    trust('hostileBundles');
  });

  it('that everybody may write to is not used', async () => {
    mkdirSync(state);
    chmodSync(state, 0o777);
    const run = await runFerry(['copy', join(home, 'Guest.utm'), target, '--json'], options);
    expect(run.lines.at(-1)).toMatchObject({
      code: 'STATE_FAILED',
      advice: expect.stringContaining('VM_FERRY_STATE'),
    });
    expect(statSync(state).mode & 0o777).toBe(0o777);
    trust('hostileBundles');
  });

  it('that is a link to a folder of one’s own is used', async () => {
    mkdirSync(join(home, 'real'), { mode: 0o700 });
    symlinkSync(join(home, 'real'), state);
    expect((await runFerry(['copy', join(home, 'Guest.utm'), target, '--json'], options)).exitCode).toBe(0);
  });
});
