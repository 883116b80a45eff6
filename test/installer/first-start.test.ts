import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { firstStartState, installPieces } from '../../installer/index.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

let mac: SampleMac;
let folder: string;
let app: string;

beforeEach(() => {
  folder = makeTempFolder();
  mac = makeSampleMac(folder);
  app = makeSampleApp(mac.places.systemApplications, { version: packageFacts.version });
});

function world() {
  return { places: mac.places, programs: mac.recorders.programs };
}

function look(appPath = app, language: 'en' | 'zh-Hans' = 'en') {
  return firstStartState(appPath, language, world());
}

describe('the first start', () => {
  it('shows the welcome window once, until the pieces are in place, and touches nothing', async () => {
    const before = treeSnapshot(mac.root);
    expect(await look()).toEqual({ kind: 'welcome', wantsLoginItem: false });
    expect(treeSnapshot(mac.root)).toEqual(before);
    expect(mac.recorders.runs()).toEqual([]);
    await installPieces({ appPath: app, language: 'en' }, world());
    expect(await look()).toEqual({ kind: 'ready', wantsLoginItem: false });
  });

  it('shows it again when a piece was taken away', async () => {
    await installPieces({ appPath: app, language: 'en' }, world());
    rmSync(mac.places.services, { recursive: true });
    expect(await look()).toMatchObject({ kind: 'welcome' });
  });

  it('of another version asks for the pieces to be put right in silence', async () => {
    const older = makeSampleApp(join(folder, 'older'), { version: '0.0.9' });
    await installPieces({ appSource: older, language: 'en' }, world());
    expect(await look()).toEqual({ kind: 'other-version', before: '0.0.9', wantsLoginItem: false });
    rmSync(app, { recursive: true });
    makeSampleApp(mac.places.systemApplications, { version: packageFacts.version });
    expect(await installPieces({ appPath: app, language: 'en' }, world())).toMatchObject({
      kind: 'installed',
    });
    expect(await look()).toMatchObject({ kind: 'ready' });
  });

  it('from a disk image or a download offers the place where the app belongs', async () => {
    for (const place of ['Volumes/VM Ferry', 'home of "zoë"/Downloads']) {
      const elsewhere = makeSampleApp(join(mac.root, place));
      expect(await look(elsewhere)).toMatchObject({ kind: 'not-in-applications', place: app });
    }
  });

  it('after a newer version says so and offers nothing', async () => {
    const transfer = join(mac.places.state, 'transfers/mwupacul-35731cf8');
    mkdirSync(transfer, { recursive: true });
    writeFileSync(join(transfer, 'record.json'), JSON.stringify({ schemaVersion: 2 }));
    expect(await look()).toMatchObject({
      kind: 'newer-state',
      message: expect.stringContaining('newer VM Ferry'),
    });
  });

  it('knows what was asked for in a terminal', async () => {
    await installPieces({ appPath: app, language: 'en', openAtLogin: true }, world());
    expect(await look()).toEqual({ kind: 'ready', wantsLoginItem: true });
  });
});
