import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckName } from '../../installer/doctor/check.ts';
import type { DoctorWorld } from '../../installer/doctor/doctor-world.ts';
import { examineWorld } from '../../installer/doctor/examine-installation.ts';
import {
  installPieces,
  openQuickActionSettings,
  openSettings,
  quickActionSwitches,
} from '../../installer/index.ts';
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { defects, refuse, switches } from './doctor-defects.ts';

let mac: SampleMac;
let app: string;
let world: DoctorWorld;

beforeEach(async () => {
  const folder = makeTempFolder();
  mac = makeSampleMac(folder);
  const { places, recorders } = mac;
  const appSource = makeSampleApp(join(folder, 'built'));
  const result = await installPieces({ appSource, language: 'en' }, { places, programs: recorders.programs });
  app = result.kind === 'installed' ? result.appPath : '';
  recorders.answer(
    'pbs.dump',
    'io.github.vm-ferry.VMFerry.quick-action.copy io.github.vm-ferry.VMFerry.quick-action.move',
  );
  recorders.answer('defaults.export', switches(1, 1));
  const listing: Readonly<Record<string, string[]>> = {
    [places.utmDocuments]: ['A.utm', 'B.utm'],
    [places.volumes]: ['T9'],
  };
  world = {
    places,
    programs: recorders.programs,
    isMac: true,
    appPath: app,
    engineFolder: join(app, 'Contents/Resources/engine'),
    knownByApp: { notifications: 'allowed' },
    readFolder: (path) => listing[path] ?? [],
  };
});

async function stateOf(name: CheckName, changes: Partial<DoctorWorld> = {}) {
  const report = await examineWorld({ ...world, ...changes });
  const check = report.checks.find((each) => each.name === name);
  if (check === undefined) throw new Error(`no check ${name}`);
  expect(report.isBroken).toBe(report.checks.some((each) => each.state === 'broken'));
  return check;
}

describe('a Mac on which all is well', () => {
  it('has nothing broken and nothing to do, except that it is signed for this Mac alone', async () => {
    const report = await examineWorld(world);
    const states = report.checks.map(({ name, state, found }) => `${name}: ${state} (${found})`);
    expect(states.filter((line) => !line.includes(': ok'))).toEqual([
      'signature: attention (Signed for this Mac alone (ad hoc).)',
    ]);
    expect(report).toMatchObject({ isBroken: false, appPath: app });
  });

  it('shows who signed it', async () => {
    mac.recorders.answer(
      'codesign.display',
      'Identifier=io.github.vm-ferry.VMFerry\nTeamIdentifier=ABCDE12345\n',
    );
    expect(await stateOf('signature')).toMatchObject({ state: 'ok', found: 'Signed by team ABCDE12345.' });
  });
});

describe('the doctor finds', () => {
  it.each(defects)('%s', async (_what, name, state, found, plant) => {
    const check = await stateOf(name, (plant(mac, world) ?? {}) as Partial<DoctorWorld>);
    expect(check).toMatchObject({ name, state });
    expect(check.found).toContain(found);
    if (state === 'broken' || state === 'attention') expect(check.advice).not.toBe('');
    expect(check.paneAddress.startsWith('x-apple.systempreferences:')).toBe(check.pane !== null);
    if (name === 'consent' && found.startsWith('macOS')) expect(check.pane).toBe('filesAndFolders');
    if (name === 'quick-actions-switched-on') expect(check.pane).toBe('extensions');
    // Nobody can know which program macOS asks about: it depends on who started what.
    if (name === 'consent')
      expect(`${check.found} ${check.advice}`).not.toMatch(/Automator|Terminal|Finder\b(?! with)|node/);
  });

  it('on another system nothing broken, and nothing that only a Mac has', async () => {
    rmSync(mac.places.services, { recursive: true });
    const report = await examineWorld({
      ...world,
      isMac: false,
      appPath: undefined,
      engineFolder: process.cwd(),
      readFolder: refuse('ENOENT'),
    });
    expect(report.isBroken).toBe(false);
    expect(report.checks.filter(({ state }) => state !== 'not-here').map(({ name }) => name)).toEqual([
      'engine',
      'native-code',
    ]);
    expect(mac.recorders.runs().filter(([program]) => program === 'codesign')).toEqual([]);
  });
});

describe('System Settings', () => {
  const opened = () =>
    mac.recorders
      .runs()
      .filter(([program]) => program === 'open')
      .map(([, address]) => address);

  it.each([
    ['14.6', 'x-apple.systempreferences:com.apple.ExtensionsPreferences'],
    ['15.1', 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension'],
    ['26.1', 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension'],
  ])('of macOS %s opens where Quick Actions are switched on', async (version, address) => {
    mac.recorders.answer('swVers.output', `${version}\n`);
    expect(await openQuickActionSettings({ programs: mac.recorders.programs })).toBe(true);
    expect(opened()).toEqual([address]);
  });

  it('says when it was not opened', async () => {
    mac.recorders.plant('open', 'exit 1');
    expect(await openSettings('notifications', { programs: mac.recorders.programs })).toBe(false);
  });
});

describe('the live check of the welcome window', () => {
  it('follows the switches', async () => {
    const look = () => quickActionSwitches(app, 'en', { programs: mac.recorders.programs });
    expect(await look()).toEqual({ copy: 'on', move: 'on' });
    mac.recorders.answer('defaults.export', switches(0, 1));
    expect(await look()).toEqual({ copy: 'off', move: 'on' });
    mac.recorders.answer('defaults.export', build({}));
    expect(await look()).toEqual({ copy: 'not-said', move: 'not-said' });
    mac.recorders.plant('defaults', 'exit 1');
    expect(await look()).toBeUndefined();
  });
});
