import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { installPieces, uninstallPieces } from '../../installer/index.ts';
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

let mac: SampleMac;
let untouched: Record<string, string>;
const id = 'mwupacul-35731cf8';

beforeEach(async () => {
  const folder = makeTempFolder();
  mac = makeSampleMac(folder);
  untouched = treeSnapshot(mac.root);
  const { places, recorders } = mac;
  const appSource = makeSampleApp(join(folder, 'built'));
  await installPieces({ appSource, language: 'en' }, { places, programs: recorders.programs });
});

function uninstall(withHistory = false) {
  return uninstallPieces({ withHistory }, { places: mac.places, programs: mac.recorders.programs });
}

/** A transfer as the engine writes it down, as far as it matters here. */
function writeTransfer(state: string, owner?: number, canResume = false) {
  const folder = join(mac.places.state, 'transfers', id);
  mkdirSync(folder, { recursive: true });
  const error = canResume ? { canResume } : null;
  const record = { schemaVersion: 1, id, state, request: { source: '/vms/Ubuntu.utm' }, error };
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record));
  if (owner !== undefined)
    writeFileSync(join(folder, 'lock.3'), JSON.stringify({ process: { pid: owner }, isReleased: false }));
}

describe('uninstalling', () => {
  it('names what it removed, and tells macOS', async () => {
    mac.recorders.forget();
    const result = await uninstall();
    const removed = result.kind === 'removed' ? result.removed.map((path) => path.split('/').at(-1)) : [];
    expect(removed).toEqual([
      'Copy VM with Ferry….workflow',
      'Move VM with Ferry….workflow',
      'Services',
      'VM Ferry.app',
      'VM Ferry',
      'Application Support',
      'Library',
    ]);
    expect(mac.recorders.runs()).toEqual([
      ['ps', '-axo', 'command='],
      ['pbs', '-update'],
    ]);
  });

  it('removes what macOS and Electron wrote under our name, and nothing beside it', async () => {
    const ours = [...mac.places.appTraces, join(mac.places.state, 'popover/Cache/data')];
    const others = ['Preferences/io.github.vm-ferry.Other.plist', 'Caches/io.github.vm-ferry.VMFerry2/x'];
    for (const path of [...ours, ...others.map((each) => join(mac.places.home, 'Library', each))]) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'x');
    }
    await uninstall();
    for (const path of ours) expect(existsSync(path)).toBe(false);
    for (const path of others) expect(existsSync(join(mac.places.home, 'Library', path))).toBe(true);
  });

  it('keeps the history and says where it is', async () => {
    writeTransfer('done');
    writeFileSync(join(mac.places.state, 'settings.json'), '{}');
    const result = await uninstall();
    expect(result).toMatchObject({
      kind: 'removed',
      kept: [join(mac.places.state, 'settings.json'), join(mac.places.state, 'transfers')],
    });
    expect(readdirSync(mac.places.state)).toEqual(['settings.json', 'transfers']);
  });

  it('forgets the history when that is asked for', async () => {
    writeTransfer('done');
    writeFileSync(join(mac.places.state, 'settings.json'), '{}');
    expect(await uninstall(true)).toMatchObject({ kind: 'removed', kept: [] });
    expect(treeSnapshot(mac.root)).toEqual(untouched);
  });

  it('leaves a stranger’s file in the state folder, history or not', async () => {
    writeFileSync(join(mac.places.state, 'my notes.txt'), 'x');
    expect(await uninstall(true)).toMatchObject({ kept: [join(mac.places.state, 'my notes.txt')] });
  });

  it('is refused while something is copied, and touches nothing', async () => {
    writeTransfer('copying', process.pid);
    const before = treeSnapshot(mac.root);
    const result = await uninstall();
    expect(result).toMatchObject({ kind: 'refused', code: 'TRANSFERS_RUNNING' });
    expect(result.kind === 'refused' && result.message).toContain(`Ubuntu.utm (${id})`);
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('is refused while the app runs, unless the app asks about itself', async () => {
    const program = join(mac.places.systemApplications, 'VM Ferry.app/Contents/MacOS/VM Ferry');
    mac.recorders.answer('ps.output', `${program} --some-switch\n`);
    const before = treeSnapshot(mac.root);
    expect(await uninstall()).toMatchObject({ kind: 'refused', code: 'APP_RUNNING' });
    expect(treeSnapshot(mac.root)).toEqual(before);
    const world = { places: mac.places, programs: mac.recorders.programs };
    expect(await uninstallPieces({ isApp: true }, world)).toMatchObject({ kind: 'removed' });
    expect(treeSnapshot(mac.root)).toEqual(untouched);
  });

  it('is not held up by a transfer whose process is gone', async () => {
    writeTransfer('copying', 2 ** 22 + 1);
    expect(await uninstall()).toMatchObject({ kind: 'removed' });
  });

  it.each([
    ['copying', false],
    ['needs-target', false],
    ['failed', true],
  ] as const)(
    'does not forget a transfer that is %s and may have left something on a drive',
    async (state, canResume) => {
      writeTransfer(state, undefined, canResume);
      const before = treeSnapshot(mac.root);
      expect(await uninstall(true)).toMatchObject({ kind: 'refused', code: 'TRANSFERS_UNFINISHED' });
      expect(treeSnapshot(mac.root)).toEqual(before);
      expect(await uninstall()).toMatchObject({ kind: 'removed' });
    },
  );

  it('twice is no failure', async () => {
    await uninstall();
    expect(await uninstall()).toMatchObject({ kind: 'removed', removed: [], kept: [] });
    expect(treeSnapshot(mac.root)).toEqual(untouched);
  });

  it('goes on where it was killed', async () => {
    const { places, recorders } = mac;
    recorders.plant('pbs', 'kill -9 $PPID; exit 1');
    const { spawnSync } = await import('node:child_process');
    const script = `import { uninstallPieces } from ${JSON.stringify(join(process.cwd(), 'installer/index.ts'))};
      await uninstallPieces({}, ${JSON.stringify({ places, programs: recorders.programs })});`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(places.systemApplications, 'VM Ferry.app'))).toBe(true);
    recorders.unplant('pbs');
    expect(await uninstall()).toMatchObject({ kind: 'removed', kept: [] });
    expect(treeSnapshot(mac.root)).toEqual(untouched);
  });
});
