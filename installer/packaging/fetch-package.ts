import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../run-program.ts';

/** Of a lock file, what is needed here. */
interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
}

/** A package as the lock file pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** `sha512-` and the digest in base64. */
  readonly integrity: string;
}

/** @throws Error when the lock file does not pin that package with a digest */
export function lockedPackage(lockPath: string, name: string): LockedPackage {
  const lock = JSON.parse(readFileSync(lockPath, 'utf8')) as LockFile;
  const entry = lock.packages[`node_modules/${name}`];
  if (entry?.integrity?.startsWith('sha512-') !== true)
    throw new Error(`package-lock.json does not pin ${name} with a sha512 digest`);
  return { name, version: entry.version, integrity: entry.integrity };
}

/**
 * Brings a package for another system or processor than this one, which `npm ci` rightly leaves out: the archive that npm
 * has for exactly the locked version, accepted only if it has exactly the locked digest.
 *
 * @param cacheFolder where archives are kept from one run to the next
 * @returns path of the archive
 * @throws Error when npm cannot bring it, or brings something else
 */
export async function fetchPackage(wanted: LockedPackage, cacheFolder: string): Promise<string> {
  const archive = join(cacheFolder, `${wanted.name.replaceAll('/', '+')}-${wanted.version}.tgz`);
  if (existsSync(archive) && isIntact(archive, wanted.integrity)) return archive;
  mkdirSync(cacheFolder, { recursive: true });
  // A folder of its own: another packaging may fetch the same at this moment.
  const arrivals = mkdtempSync(join(cacheFolder, '.arriving-'));
  try {
    const arrived = join(arrivals, await packWithNpm(wanted, arrivals));
    if (!isIntact(arrived, wanted.integrity))
      throw new Error(
        `npm brought a ${wanted.name} ${wanted.version} that is not the one in package-lock.json: nothing of it is used.`,
      );
    renameSync(arrived, archive);
    return archive;
  } finally {
    rmSync(arrivals, { recursive: true });
  }
}

/** Unpacks some files of an archive of npm's into a folder; `package/`, with which all of its names begin, is dropped. */
export async function unpackPackage(
  archive: string,
  folder: string,
  files: readonly string[] = [],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const names = files.map((file) => `package/${file}`);
  await mustRun('/usr/bin/tar', ['-xzf', archive, '-C', folder, '--strip-components=1', ...names], {
    timeoutMs: 300_000,
  });
}

/** Runs the npm that runs this script, else the one on PATH. @returns name of the archive in `folder` */
async function packWithNpm(wanted: LockedPackage, folder: string): Promise<string> {
  const npm = process.env.npm_execpath;
  const words = ['pack', `${wanted.name}@${wanted.version}`, '--json', '--pack-destination', folder];
  const output = await mustRun(
    npm === undefined ? 'npm' : process.execPath,
    npm === undefined ? words : [npm, ...words],
    { timeoutMs: 900_000 },
  );
  const [packed] = JSON.parse(output) as { readonly filename: string }[];
  if (packed === undefined) throw new Error(`npm pack ${wanted.name} named no archive`);
  return packed.filename;
}

function isIntact(archive: string, integrity: string): boolean {
  return integrity === `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
}
