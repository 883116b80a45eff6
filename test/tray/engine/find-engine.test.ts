import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findEngine } from '../../../tray/engine/find-engine.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

let resources: string;
let folder: string;

beforeEach(() => {
  resources = makeTempFolder();
  folder = join(resources, 'engine');
  mkdirSync(folder);
});

const put = (...names: readonly string[]) => {
  for (const name of names) writeFileSync(join(folder, name), '');
};
const find = (isPackaged: boolean) =>
  findEngine({ isPackaged, resourcesFolder: resources, environment: { VM_FERRY_ENGINE: folder } });

describe('the engine', () => {
  it('of the app is started by its launcher, and by nothing of the caller’s', () => {
    put('ferry', 'node', 'ferry.mjs');
    expect(find(true)).toEqual({ program: join(folder, 'ferry'), words: [] });
  });

  it.each(['ferry', 'node', 'ferry.mjs'])(
    'of an app without its %s is missing, and that is what is named',
    (name) => {
      put('ferry', 'node', 'ferry.mjs');
      rmSync(join(folder, name));
      expect(find(true)).toEqual({ missing: join(folder, name) });
    },
  );

  it('of the built sources is run by the Node that there is', () => {
    put('ferry.mjs');
    expect(find(false)).toEqual({ program: 'node', words: [join(folder, 'ferry.mjs')] });
    rmSync(join(folder, 'ferry.mjs'));
    expect(find(false)).toEqual({ missing: join(folder, 'ferry.mjs') });
  });
});
