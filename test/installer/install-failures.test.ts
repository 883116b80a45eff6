import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { installPieces, type LoginItem, uninstallPieces } from '../../installer/index.ts';
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

let mac: SampleMac;
let folder: string;
let source: string;

beforeEach(() => {
  folder = makeTempFolder();
  mac = makeSampleMac(folder);
  source = makeSampleApp(join(folder, 'built'), { version: '2.0.0', build: 'new' });
});

function install(loginItem?: LoginItem, app = source) {
  const choice = {
    appSource: app,
    language: 'en',
    openAtLogin: true,
    commandLinkFolder: join(mac.places.home, '.local/bin'),
  } as const;
  return installPieces(choice, {
    places: mac.places,
    programs: mac.recorders.programs,
    ...(loginItem && { loginItem }),
  });
}

function uninstall() {
  return uninstallPieces({}, { places: mac.places, programs: mac.recorders.programs });
}

/** A file where a folder has to be made: the step fails by the file system's own answer. */
function block(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'in the way');
}

const foreignMove = () => join(mac.places.services, 'Move VM with Ferry….workflow');
const refusingLoginItem: LoginItem = {
  read: async () => 'off',
  set: async () => {
    throw new Error('macOS refuses');
  },
};

/** For each step: what makes it fail, after all plans were found good. */
const failures: readonly (readonly [string, () => LoginItem | undefined])[] = [
  ['state-folder', () => void block(join(mac.places.home, 'Library/Application Support'))],
  [
    'app',
    () =>
      void mac.recorders.plant(
        'ditto',
        'mkdir -p "$2/Contents"; echo half > "$2/Contents/half"; echo "no space" >&2; exit 1',
      ),
  ],
  ['app', () => void mac.recorders.plant('ditto', 'mkdir -p "$2/Contents"; exit 0')],
  [
    'quick-actions',
    // Somebody puts a Quick Action of that name there meanwhile; one of ours is written by then.
    () => void mac.recorders.plant('ditto', `mkdir -p '${quoted(foreignMove())}'`),
  ],
  ['login-item', () => refusingLoginItem],
  ['command-link', () => void block(join(mac.places.home, '.local'))],
];

function quoted(path: string): string {
  return path.replaceAll("'", "'\\''");
}

describe('a step that fails', () => {
  it.each(failures)('%s: a first installation leaves everything as it was', async (step, plant) => {
    const loginItem = plant();
    const before = treeSnapshot(mac.root);
    const result = await install(loginItem);
    expect(result).toMatchObject({ kind: 'failed', step, leftovers: [] });
    expect(result.kind === 'failed' && result.message.length > 10 && result.advice.length > 10).toBe(true);
    const after = treeSnapshot(mac.root);
    for (const key of Object.keys(after))
      if (key.includes('Move VM') && step === 'quick-actions') delete after[key];
    if (existsSync(foreignMove())) expectOnlyForeign(after, before);
    else expect(after).toEqual(before);
  });

  /** The one that somebody else has put there stays, and so do the folders around it. */
  function expectOnlyForeign(after: Record<string, string>, before: Record<string, string>) {
    const added = Object.keys(after).filter((key) => before[key] === undefined);
    expect(added.map((key) => key.split('/').at(-1))).toEqual(['Library', 'Services']);
  }

  it.each([
    ['app', 'ditto', 'echo "no space" >&2; exit 1'],
    ['app', 'ditto', 'mkdir -p "$2/Contents"; exit 0'],
  ] as const)('%s: an upgrade leaves the older version working (%s %s)', async (_step, program, line) => {
    const older = makeSampleApp(join(folder, 'older'), { version: '1.0.0', build: 'old' });
    await install(undefined, older);
    const before = treeSnapshot(mac.root);
    mac.recorders.plant(program, line);
    expect(await install()).toMatchObject({ kind: 'failed', step: 'app', leftovers: [] });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('at the last step of an upgrade brings app, Quick Actions and record back byte for byte', async () => {
    const older = makeSampleApp(join(folder, 'older'), { version: '1.0.0', build: 'old' });
    const { places, recorders } = mac;
    await installPieces({ appSource: older, language: 'zh-Hans' }, { places, programs: recorders.programs });
    block(join(mac.places.home, '.local'));
    const before = treeSnapshot(mac.root);
    expect(await install()).toMatchObject({ kind: 'failed', step: 'command-link', leftovers: [] });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });
});

describe('what is in the way', () => {
  it('of the Services folder is found before anything is touched', async () => {
    block(mac.places.services);
    const before = treeSnapshot(mac.root);
    const result = await install();
    expect(result).toMatchObject({ kind: 'refused', code: 'STEP_FAILED' });
    expect(result.kind === 'refused' && result.message).toContain('Something is in the way at');
    expect(treeSnapshot(mac.root)).toEqual(before);
  });
});

describe('an installation that is killed', () => {
  /** Runs in a process of its own, which a recorder kills in the middle of a step. */
  function installAndDie(program: 'ditto' | 'pbs', line: string): void {
    mac.recorders.plant(program, line);
    const script = resolve('test/support/install-sample.ts');
    const words = [script, source, JSON.stringify(mac.places), JSON.stringify(mac.recorders.programs)];
    const { signal, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(signal).toBe('SIGKILL');
    mac.recorders.unplant(program);
  }

  const deaths = [
    ['before the app is copied', 'ditto', 'kill -9 $PPID; exit 1'],
    [
      'in the middle of the copy',
      'ditto',
      'mkdir -p "$2/Contents"; echo half > "$2/half"; kill -9 $PPID; exit 1',
    ],
    ['after the Quick Actions were written', 'pbs', 'kill -9 $PPID; exit 1'],
  ] as const;

  it.each(deaths)('%s is undone by the next removal', async (_when, program, line) => {
    const before = treeSnapshot(mac.root);
    installAndDie(program, line);
    expect(treeSnapshot(mac.root)).not.toEqual(before);
    expect(await uninstall()).toMatchObject({ kind: 'removed' });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it.each(deaths)(
    '%s is completed by the next installation, with nothing left over',
    async (_when, program, line) => {
      installAndDie(program, line);
      expect(await install()).toMatchObject({ kind: 'installed' });
      expect(readdirSync(mac.places.systemApplications)).toEqual(['VM Ferry.app']);
      expect(readdirSync(mac.places.services)).toHaveLength(2);
    },
  );

  it.each(deaths)(
    '%s, as an upgrade, leaves the older version to be gone back to',
    async (_when, program, line) => {
      const older = makeSampleApp(join(folder, 'older'), { version: '1.0.0', build: 'old' });
      const { places, recorders } = mac;
      await installPieces(
        { appSource: older, language: 'zh-Hans' },
        { places, programs: recorders.programs },
      );
      const before = treeSnapshot(mac.root);
      installAndDie(program, line);
      expect(treeSnapshot(mac.root)).not.toEqual(before);
      // Anything that reads the record puts it right; an installation that is refused does nothing else.
      const other = makeSampleApp(join(folder, 'other'), { identifier: 'org.example.other' });
      expect(await install(undefined, other)).toMatchObject({ kind: 'refused' });
      expect(treeSnapshot(mac.root)).toEqual(before);
    },
  );
});

describe('two at a time', () => {
  it('the second is told to wait', async () => {
    await install();
    const path = join(mac.places.state, 'installation.json');
    const record = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...record, status: 'installing', pid: process.ppid }));
    expect(await install()).toMatchObject({ kind: 'refused', code: 'BUSY' });
    expect(await uninstall()).toMatchObject({ kind: 'refused', code: 'BUSY' });
  });

  it('a record of a newer VM Ferry is not touched', async () => {
    await install();
    const path = join(mac.places.state, 'installation.json');
    writeFileSync(path, JSON.stringify({ recordVersion: 2 }));
    const before = treeSnapshot(mac.root);
    expect(await install()).toMatchObject({ kind: 'refused', code: 'NEWER_STATE' });
    expect(await uninstall()).toMatchObject({ kind: 'refused', code: 'NEWER_STATE' });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });
});
