import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type InstallResult, installPieces, uninstallPieces } from '../../installer/index.ts';
import type { LoginItem } from '../../installer/steps/login-item-step.ts';
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

let mac: SampleMac;
let source: string;
let login: { item: LoginItem; isOn: boolean };
let folder: string;

beforeEach(() => {
  folder = makeTempFolder();
  mac = makeSampleMac(folder);
  source = makeSampleApp(join(folder, 'built'));
  login = makeLoginItem();
});

function makeLoginItem() {
  const state = { isOn: false };
  const item: LoginItem = {
    read: async () => (state.isOn ? 'on' : 'off'),
    set: async (isOn) => {
      state.isOn = isOn;
    },
  };
  return Object.assign(state, { item });
}

function world() {
  return { places: mac.places, programs: mac.recorders.programs, loginItem: login.item };
}

function install(app: string = source, language: 'en' | 'zh-Hans' = 'en'): Promise<InstallResult> {
  return installPieces(
    { appSource: app, language, openAtLogin: true, commandLinkFolder: join(mac.places.home, '.local/bin') },
    world(),
  );
}

const services = () => readdirSync(mac.places.services).sort();

describe('installing', () => {
  it('puts every piece in place', async () => {
    const result = await install();
    expect(result).toMatchObject({
      kind: 'installed',
      appPath: join(mac.places.systemApplications, 'VM Ferry.app'),
      done: ['state-folder', 'app', 'quick-actions', 'login-item', 'command-link'],
      wasDone: [],
    });
    expect(services()).toEqual(['Copy VM with Ferry….workflow', 'Move VM with Ferry….workflow']);
    expect(treeSnapshot(join(mac.places.systemApplications, 'VM Ferry.app'))).toEqual(treeSnapshot(source));
    expect(readlinkSync(join(mac.places.home, '.local/bin/ferry'))).toBe(
      join(mac.places.systemApplications, 'VM Ferry.app/Contents/Resources/engine/ferry'),
    );
    expect(login.isOn).toBe(true);
    expect(mac.recorders.runs().map(([program, ...words]) => [program, words[0]])).toEqual([
      ['ditto', source],
      ['pbs', '-update'],
      ['ps', '-axo'],
    ]);
  });

  it('and uninstalling leave everything byte for byte as it was', async () => {
    const before = treeSnapshot(mac.root);
    expect((await install()).kind).toBe('installed');
    expect(treeSnapshot(mac.root)).not.toEqual(before);
    const removed = await uninstallPieces({}, world());
    expect(removed).toMatchObject({ kind: 'removed', kept: [], notes: [] });
    expect(treeSnapshot(mac.root)).toEqual(before);
    expect(login.isOn).toBe(false);
  });

  it('and uninstalling leave alone what lay there before, in the same folders', async () => {
    for (const path of [
      'Library/Services/Mine.workflow/Contents/document.wflow',
      'Library/Application Support/Other/x',
      '.local/bin/tool',
      'Applications/Other.app/x',
    ]) {
      mkdirSync(join(mac.places.home, path, '..'), { recursive: true });
      writeFileSync(join(mac.places.home, path), 'not ours');
    }
    const before = treeSnapshot(mac.root);
    expect((await install()).kind).toBe('installed');
    expect((await uninstallPieces({}, world())).kind).toBe('removed');
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('goes into the person’s own Applications folder where the common one may not be written', async () => {
    rmSync(mac.places.systemApplications, { recursive: true });
    const before = treeSnapshot(mac.root);
    expect(await install()).toMatchObject({ appPath: join(mac.places.userApplications, 'VM Ferry.app') });
    await uninstallPieces({}, world());
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('again changes nothing and says so', async () => {
    await install();
    const before = treeSnapshot(mac.root);
    mac.recorders.forget();
    expect(await install()).toMatchObject({
      kind: 'installed',
      done: [],
      wasDone: ['state-folder', 'app', 'quick-actions', 'login-item', 'command-link'],
    });
    expect(mac.recorders.runs()).toEqual([]);
    const after = treeSnapshot(mac.root);
    const record = './home of "zoë"/Library/Application Support/VM Ferry/installation.json';
    expect({ ...after, [record]: '' }).toEqual({ ...before, [record]: '' });
  });

  it('mends what is missing', async () => {
    await install();
    rmSync(join(mac.places.services, 'Copy VM with Ferry….workflow'), { recursive: true });
    expect(await install()).toMatchObject({ done: ['quick-actions'] });
    expect(services()).toHaveLength(2);
  });

  it('takes one Quick Action in another language for the other’s place', async () => {
    const before = treeSnapshot(mac.root);
    await install();
    expect(await install(source, 'zh-Hans')).toMatchObject({ done: ['quick-actions'] });
    expect(services()).toEqual(['用 Ferry 拷贝虚拟机….workflow', '用 Ferry 移动虚拟机….workflow']);
    await uninstallPieces({}, world());
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('at another place leaves nothing at the first one', async () => {
    const before = treeSnapshot(mac.root);
    await install();
    const elsewhere = join(mac.root, 'Applications of another kind');
    mkdirSync(elsewhere);
    const moved = { ...world(), places: { ...mac.places, systemApplications: elsewhere } };
    const commandLinkFolder = join(mac.places.home, 'bin');
    const result = await installPieces({ appSource: source, language: 'en', commandLinkFolder }, moved);
    expect(result).toMatchObject({ kind: 'installed', done: ['app', 'quick-actions', 'command-link'] });
    expect(readdirSync(mac.places.systemApplications)).toEqual([]);
    expect(existsSync(join(mac.places.home, '.local/bin/ferry'))).toBe(false);
    await uninstallPieces({}, moved);
    rmSync(elsewhere, { recursive: true });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('says when the terminal will not find the command', async () => {
    const notes = (result: InstallResult) =>
      result.kind === 'installed' ? result.notes.map((note) => note.code) : [];
    expect(notes(await install())).toEqual(['NOT_ON_PATH']);
  });

  it('goes on when macOS does not look at its services, and says so', async () => {
    mac.recorders.plant('pbs', 'echo "no such domain" >&2; exit 3');
    const result = await install();
    expect(result).toMatchObject({ kind: 'installed' });
    expect(JSON.stringify(result)).toContain('SERVICES_NOT_REFRESHED');
    expect(JSON.stringify(result)).toContain('no such domain');
  });

  it('in a terminal leaves opening at login to the app, which does it at its next start', async () => {
    const choice = { appSource: source, language: 'en', openAtLogin: true } as const;
    const { places, programs } = world();
    expect(JSON.stringify(await installPieces(choice, { places, programs }))).toContain('LOGIN_ITEM_LATER');
    const record = () => JSON.parse(readFileSync(join(mac.places.state, 'installation.json'), 'utf8'));
    expect(record().wantsLoginItem).toBe(true);
    await installPieces(choice, world());
    expect(record().wantsLoginItem).toBe(false);
    expect(login.isOn).toBe(true);
  });
});

describe('an upgrade', () => {
  it('replaces the app whole, keeps the rest, and leaves nothing of the older one', async () => {
    const before = treeSnapshot(mac.root);
    await install();
    const newer = makeSampleApp(join(folder, 'newer'), { version: '1.1.0', build: 'bbbb' });
    expect(await install(newer)).toMatchObject({
      done: ['app'],
      wasDone: expect.arrayContaining(['quick-actions']),
    });
    expect(treeSnapshot(join(mac.places.systemApplications, 'VM Ferry.app'))).toEqual(treeSnapshot(newer));
    expect(readdirSync(mac.places.systemApplications)).toEqual(['VM Ferry.app']);
    await uninstallPieces({}, world());
    expect(treeSnapshot(mac.root)).toEqual(before);
  });

  it('installs another build of the same version', async () => {
    await install();
    expect(await install(makeSampleApp(join(folder, 'rebuilt'), { build: 'cccc' }))).toMatchObject({
      done: ['app'],
    });
  });

  it('asks for a restart of the app when the older one runs', async () => {
    await install();
    const program = join(mac.places.systemApplications, 'VM Ferry.app/Contents/MacOS/VM Ferry');
    mac.recorders.answer('ps.output', `/sbin/launchd\n${program}\n`);
    const newer = makeSampleApp(join(folder, 'newer'), { version: '1.1.0' });
    expect(JSON.stringify(await install(newer))).toContain('RESTART_NEEDED');
  });

  it('to an older version is refused, and nothing touched, when the state was written by a newer one', async () => {
    await install();
    const transfer = join(mac.places.state, 'transfers/mwupacul-35731cf8');
    mkdirSync(transfer, { recursive: true });
    writeFileSync(join(transfer, 'record.json'), JSON.stringify({ schemaVersion: 2, state: 'done' }));
    const before = treeSnapshot(mac.root);
    const older = makeSampleApp(join(folder, 'older'), { version: '0.9.0' });
    expect(await install(older)).toMatchObject({ kind: 'refused', code: 'NEWER_STATE' });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });
});

describe('what is not ours', () => {
  const refused = async (path: string) => {
    const before = treeSnapshot(mac.root);
    const result = await install();
    expect(result).toMatchObject({ kind: 'refused', code: 'FOREIGN_IN_THE_WAY' });
    expect(result.kind === 'refused' && result.message).toContain(path);
    expect(treeSnapshot(mac.root)).toEqual(before);
  };

  it('an app of the same name is left alone', async () => {
    await refused(makeSampleApp(mac.places.systemApplications, { identifier: 'org.example.other' }));
  });

  it('a Quick Action of the same name is left alone', async () => {
    const path = join(mac.places.services, 'Copy VM with Ferry….workflow');
    mkdirSync(join(path, 'Contents'), { recursive: true });
    writeFileSync(join(path, 'Contents/Info.plist'), '<plist><dict/></plist>');
    await refused(path);
  });

  it('a command called ferry is left alone', async () => {
    const path = join(mac.places.home, '.local/bin/ferry');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, '#!/bin/sh\n');
    await refused(path);
  });

  it('what was put in the place of a Quick Action since stays, and is named', async () => {
    await install();
    const path = join(mac.places.services, 'Copy VM with Ferry….workflow');
    writeFileSync(join(path, 'Contents/Info.plist'), '<plist><dict/></plist>');
    const result = await uninstallPieces({}, world());
    expect(existsSync(path)).toBe(true);
    expect(JSON.stringify(result)).toContain('LEFT_ALONE');
  });

  it('an app that was dragged into place by hand stays, and is named', async () => {
    const app = makeSampleApp(mac.places.systemApplications);
    await installPieces({ appPath: app, language: 'en' }, world());
    expect(await uninstallPieces({}, world())).toMatchObject({ kind: 'removed', kept: [app] });
    expect(existsSync(app)).toBe(true);
  });

  it('nothing that is no VM Ferry is installed', async () => {
    const before = treeSnapshot(mac.root);
    const other = makeSampleApp(join(folder, 'other'), { identifier: 'org.example.other' });
    expect(await install(other)).toMatchObject({ kind: 'refused', code: 'APP_MISSING' });
    expect(treeSnapshot(mac.root)).toEqual(before);
  });
});
