import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { sign } from '@electron/osx-sign';
import { build } from 'plist';
import type { MacPrograms } from '../mac-programs.ts';
import { machOHeadBytes, machOSlices } from './mach-o.ts';

/** Who signs. */
export interface Signing {
  /** Name of a certificate in the keychain (`Developer ID Application: …`), or `-`: signed for this Mac alone. */
  readonly identity: string;
  /** Keychain profile that `notarytool store-credentials` has made; undefined: Apple is not asked. */
  readonly notaryProfile: string | undefined;
}

/**
 * What the environment says about signing: `VM_FERRY_SIGN_IDENTITY` and `VM_FERRY_NOTARY_PROFILE`. Nothing: ad hoc.
 *
 * @throws Error when Apple is to be asked about a bundle that no Developer ID has signed: it would refuse it after minutes
 */
export function signingOf(environment: NodeJS.ProcessEnv): Signing {
  const identity = environment.VM_FERRY_SIGN_IDENTITY || '-';
  const notaryProfile = environment.VM_FERRY_NOTARY_PROFILE || undefined;
  if (identity === '-' && notaryProfile !== undefined)
    throw new Error(
      'VM_FERRY_NOTARY_PROFILE is set, but VM_FERRY_SIGN_IDENTITY is not: Apple notarises only what is signed.',
    );
  return { identity, notaryProfile };
}

/**
 * Signs every program of an app, the innermost first, then the app. The last thing that is done to it: any later change breaks
 * the seal.
 *
 * Ad hoc means without the hardened runtime, under which the libraries of a bundle must all carry one team, and ad-hoc code has
 * none. With a certificate the runtime is on, and the one thing allowed is what V8 needs.
 *
 * @param workFolder for the lists of entitlements
 * @throws Error when a program cannot be signed, or the finished app does not pass codesign's own check
 */
export async function signApp(
  app: string,
  { identity }: Signing,
  programs: MacPrograms,
  electronVersion: string,
  workFolder: string,
): Promise<void> {
  const isAdHoc = identity === '-';
  const entitlements = join(workFolder, 'entitlements.plist');
  writeFileSync(entitlements, build(isAdHoc ? {} : { 'com.apple.security.cs.allow-jit': true }));
  await withPath(dirname(programs.codesign), () =>
    sign({
      app,
      platform: 'darwin',
      version: electronVersion,
      identity,
      identityValidation: !isAdHoc,
      preAutoEntitlements: false,
      preEmbedProvisioningProfile: false,
      ignore: (path) => !isCode(path),
      optionsForFile: () => ({
        entitlements,
        hardenedRuntime: !isAdHoc,
        ...(isAdHoc ? { timestamp: 'none' } : {}),
      }),
    }),
  );
}

/** What needs a signature of its own; everything else is sealed by that of the bundle around it. */
function isCode(path: string): boolean {
  if (['.app', '.framework'].includes(extname(path))) return true;
  const head = Buffer.alloc(machOHeadBytes);
  const fd = openSync(path, 'r');
  try {
    return machOSlices(head.subarray(0, readSync(fd, head, 0, head.length, 0)), 0).length > 0;
  } finally {
    closeSync(fd);
  }
}

/** The signing library calls codesign by its name; so for this moment PATH has only the folder that is meant. */
async function withPath(folder: string, act: () => Promise<void>): Promise<void> {
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    await act();
  } finally {
    process.env.PATH = before;
  }
}
