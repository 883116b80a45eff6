import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { SettingsFile } from '../../../tray/settings/settings.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

let state: string;

beforeEach(() => {
  state = join(makeTempFolder(), 'state');
});

describe('the settings', () => {
  it('are kept, for nobody else to read', () => {
    new SettingsFile(state).change({ verifyCopies: true, lastTarget: '/Volumes/T9' });
    expect(new SettingsFile(state).get()).toMatchObject({ verifyCopies: true, lastTarget: '/Volumes/T9' });
    expect(statSync(join(state, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(statSync(state).mode & 0o777).toBe(0o700);
  });

  it('have defaults for what is missing or damaged, and keep the rest', () => {
    const file = new SettingsFile(state);
    file.change({ showPercent: true });
    for (const text of ['', '[]', 'null', '{"showPercent":7,"afterMove":"burn"}']) {
      writeFileSync(join(state, 'settings.json'), text);
      expect(new SettingsFile(state).get()).toMatchObject({ showPercent: false, afterMove: 'trash' });
    }
  });

  it('keep what a newer version wrote', () => {
    const file = new SettingsFile(state);
    file.change({});
    writeFileSync(join(state, 'settings.json'), '{"colour":"blue"}');
    new SettingsFile(state).change({ notifications: false });
    expect(JSON.parse(readFileSync(join(state, 'settings.json'), 'utf8'))).toMatchObject({
      colour: 'blue',
      notifications: false,
    });
  });

  it('say what a transfer that is started here gets', () => {
    const file = new SettingsFile(state);
    expect(file.choices()).toEqual({ remove: 'trash' });
    file.change({ verifyCopies: true, afterMove: 'delete' });
    expect(file.choices()).toEqual({ remove: 'delete', verify: true });
  });
});
