import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { stateSchemaVersion } from '../app-identity.ts';
import { newestSchemaVersion } from '../refuse-harm.ts';
import { readTransferFacts } from '../transfer-facts.ts';
import { answersOf, type Check } from './check.ts';
import type { DoctorWorld } from './doctor-world.ts';

/** Notifications: only the app can ask, and only it is answered. */
export async function checkNotifications({ isMac, knownByApp }: DoctorWorld): Promise<Check> {
  const answer = answersOf('notifications');
  if (!isMac) return answer.notHere('The app notifies on macOS.');
  const where = 'System Settings ▸ Notifications ▸ VM Ferry';
  switch (knownByApp?.notifications) {
    case 'allowed':
      return answer.ok('Allowed.');
    case 'refused':
      return answer.attention(
        'Not allowed. VM Ferry shows what happens in its window.',
        `Allow them under ${where}.`,
      );
    case 'unknown':
      return answer.unknown(
        'Not tried yet: VM Ferry has shown none since it was started.',
        `Look under ${where}.`,
        'notifications',
      );
    default:
      return answer.unknown(
        'Cannot be seen from outside of the app.',
        `Look under ${where}.`,
        'notifications',
      );
  }
}

/**
 * May UTM's folder be read? EPERM is macOS guarding another app's folder, EACCES the permissions of the file system; they
 * have different remedies. It is asked for whoever runs this, which in a terminal is not the app; so no program is named.
 */
export async function checkConsent({ isMac, places, readFolder }: DoctorWorld): Promise<Check> {
  const answer = answersOf('consent');
  if (!isMac) return answer.notHere('UTM is on macOS.');
  try {
    const machines = readFolder(places.utmDocuments).filter((name) => name.endsWith('.utm'));
    return answer.ok(`UTM’s folder can be read (${machines.length} virtual machines in it).`);
  } catch (thrown) {
    switch ((thrown as NodeJS.ErrnoException).code) {
      case 'ENOENT':
        return answer.ok('UTM has no folder of its own here. Its virtual machines are where you put them.');
      case 'EPERM':
        return answer.attention(
          'macOS does not let UTM’s folder be read from here.',
          'When macOS asks about data of other apps, allow it. If it does not ask: System Settings ▸ Privacy & Security ▸ Files & Folders, or Full Disk Access.',
          'filesAndFolders',
        );
      case 'EACCES':
        return answer.attention(
          'The permissions of UTM’s folder forbid reading it.',
          'It belongs to another user of this Mac, or its permissions were changed: look at them in Finder with File ▸ Get Info.',
        );
      default:
        return answer.unknown(`UTM’s folder could not be looked at (${String((thrown as Error).message)}).`);
    }
  }
}

export async function checkVolumes({ isMac, places, readFolder }: DoctorWorld): Promise<Check> {
  const answer = answersOf('volumes');
  if (!isMac) return answer.notHere('Name a folder to try its volume: ferry doctor FOLDER.');
  try {
    const volumes = readFolder(places.volumes)
      .sort()
      .map((name) => describeVolume(places.volumes, name));
    return volumes.length === 0 ? answer.unknown('None are mounted.') : answer.ok(volumes.join(', '));
  } catch (thrown) {
    return answer.unknown(`They could not be listed (${String((thrown as Error).message)}).`);
  }
}

/** Can this VM Ferry read what is written down? */
export async function checkTransfers({ isMac, places }: DoctorWorld): Promise<Check> {
  const answer = answersOf('transfers');
  if (!isMac) return answer.notHere('“ferry list” shows them.');
  const transfers = readTransferFacts(places.state);
  if (newestSchemaVersion(places.state) > stateSchemaVersion)
    return answer.attention('Some were written down by a newer VM Ferry.', 'Use that version for them.');
  const running = transfers.filter((transfer) => transfer.isRunning).length;
  return answer.ok(`${transfers.length} written down, ${running} running`);
}

/** Sizes as Finder counts them: powers of ten. */
function describeVolume(folder: string, name: string): string {
  try {
    const { bavail, bsize } = statfsSync(join(folder, name));
    return `${name} (${((bavail * bsize) / 1e9).toFixed(1)} GB free)`;
  } catch (thrown) {
    return `${name} (${(thrown as NodeJS.ErrnoException).code === 'EPERM' ? 'macOS does not let it be read from here' : 'not readable'})`;
  }
}
