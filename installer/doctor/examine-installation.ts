import type { Check } from './check.ts';
import { checkConsent, checkNotifications, checkTransfers, checkVolumes } from './check-access.ts';
import { checkApp, checkInstallation, checkMacOSVersion, checkSignature } from './check-app.ts';
import { checkEngine, checkNativeCode } from './check-engine.ts';
import { checkQuickActions, checkRegistered, checkSwitchedOn } from './check-quick-actions.ts';
import type { DoctorWorld } from './doctor-world.ts';

export interface InstallationReport {
  readonly appPath: string | null;
  readonly checks: readonly Check[];
  /** Something does not work. What only wants attention, or cannot be known, does not count. */
  readonly isBroken: boolean;
}

/**
 * Looks at everything that was put on this machine and says what works. Changes nothing, except that macOS may ask for consent
 * when UTM's folder is looked at.
 */
export async function examineWorld(world: DoctorWorld): Promise<InstallationReport> {
  const looks = [
    checkMacOSVersion,
    checkApp,
    checkSignature,
    checkInstallation,
    checkEngine,
    checkNativeCode,
    checkQuickActions,
    checkRegistered,
    checkSwitchedOn,
    checkNotifications,
    checkConsent,
    checkVolumes,
    checkTransfers,
  ];
  const checks = await Promise.all(looks.map((look) => look(world)));
  return {
    appPath: world.appPath ?? null,
    checks,
    isBroken: checks.some((check) => check.state === 'broken'),
  };
}
