import { build } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { schemaVersion, stateFolder } from '#engine/transfers';
import { appPathOf } from '#installer';
import { stateSchemaVersion } from '../../installer/app-identity.ts';
import { placesOf } from '../../installer/places.ts';

const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;

afterEach(() => {
  Object.defineProperty(process, 'platform', platform);
  vi.unstubAllEnvs();
});

describe('the door of the installer', () => {
  it('brings only small packages along into the app', async () => {
    const { metafile } = await build({
      entryPoints: ['installer/index.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    expect([...new Set(packages)].sort()).toEqual(['@xmldom/xmldom', 'plist', 'xmlbuilder', 'zod']);
    const rooms = Object.keys(metafile.inputs).map((path) => path.split('/')[0]);
    expect([...new Set(rooms)].sort()).toEqual(['installer', 'node_modules', 'package.json', 'quick-action']);
  });

  it('knows the app around a program', () => {
    expect(appPathOf('/Applications/VM Ferry.app/Contents/MacOS/VM Ferry')).toBe(
      '/Applications/VM Ferry.app',
    );
    expect(appPathOf('/somewhere/node_modules/electron/dist/electron')).toBeUndefined();
  });
});

describe('what this room says again because it may not import the engine', () => {
  it('is the version of the records', () => {
    expect(stateSchemaVersion).toBe(schemaVersion);
  });

  it('is the place of the state folder, on macOS and by VM_FERRY_STATE', () => {
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    expect(placesOf(undefined, {}).state).toBe(stateFolder({}));
    const environment = { VM_FERRY_STATE: 'some/where' };
    expect(placesOf(undefined, environment).state).toBe(stateFolder(environment));
  });
});
