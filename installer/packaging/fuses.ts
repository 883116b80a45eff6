import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * What Electron may be made to do from outside, all nine said: a fuse that a new Electron adds makes packaging fail until
 * somebody has decided.
 */
export const fuses = {
  /** Off: with it any local program could run its own script with the consent that people gave VM Ferry. */
  [FuseV1Options.RunAsNode]: false,
  /** Off: there are no cookies, and on it would ask for the keychain. */
  [FuseV1Options.EnableCookieEncryption]: false,
  /** Off, for the reason of the first. */
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  /** On: app.asar must be the one that was packaged, and nothing beside it is loaded. */
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  /** Off: there is no snapshot of ours. */
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  /** Off: the popover comes by a protocol of its own. */
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  /** As Electron has it: without it WebAssembly is checked more slowly. */
  [FuseV1Options.WasmTrapHandlers]: true,
} as const;

/** Sets every fuse of a packaged app. The signature is made afterwards: this changes a signed program. */
export async function setFuses(app: string): Promise<void> {
  await flipFuses(app, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: false,
    ...fuses,
  });
}
