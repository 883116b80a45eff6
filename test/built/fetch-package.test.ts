import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchPackage, lockedPackage, unpackPackage } from '../../installer/packaging/fetch-package.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/** One that `npm ci` leaves out on Linux, and small. */
const wanted = lockedPackage('package-lock.json', '@koromix/koffi-darwin-x64');

describe('a package for another system', () => {
  it('comes from npm, is the locked one, and is fetched once', async () => {
    const cache = makeTempFolder();
    const archive = await fetchPackage(wanted, cache);
    await unpackPackage(archive, join(cache, 'unpacked'), ['darwin_x64/koffi.node']);
    expect(readdirSync(join(cache, 'unpacked'))).toEqual(['darwin_x64']);
    expect(await fetchPackage({ ...wanted, version: wanted.version }, cache)).toBe(archive);
  });

  it('that is damaged in the cache is fetched again', async () => {
    const cache = makeTempFolder();
    const archive = await fetchPackage(wanted, cache);
    appendFileSync(archive, 'x');
    await fetchPackage(wanted, cache);
    await unpackPackage(archive, join(cache, 'unpacked'));
  });

  it('that is not the locked one is not used, and not kept', async () => {
    const cache = makeTempFolder();
    const other = { ...wanted, integrity: `sha512-${'A'.repeat(86)}==` };
    await expect(fetchPackage(other, cache)).rejects.toThrow('is not the one in package-lock.json');
    expect(readdirSync(cache).filter((name) => existsSync(join(cache, name)))).toEqual([]);
  });
});
