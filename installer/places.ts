import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { appIdentity } from './app-identity.ts';

/** Every place on a Mac that this room touches. Tests have a home of their own. */
export interface Places {
  readonly home: string;
  /** For everybody on this Mac; only administrators may write there. */
  readonly systemApplications: string;
  readonly userApplications: string;
  /** Where Quick Actions of one person are. */
  readonly services: string;
  /** Records of transfers, and the record of the installation. */
  readonly state: string;
  /** What macOS keeps under the name or identifier of an app while it runs. */
  readonly appTraces: readonly string[];
  readonly volumes: string;
  /** Where UTM keeps virtual machines unless told otherwise; guarded by macOS, since it is another app's. */
  readonly utmDocuments: string;
}

/**
 * @param home folder of the person; the real one unless tests have another
 * @param environment for `VM_FERRY_STATE`
 */
export function placesOf(home: string = homedir(), environment: NodeJS.ProcessEnv = process.env): Places {
  const library = join(home, 'Library');
  const { name, bundleIdentifier } = appIdentity;
  return {
    home,
    systemApplications: '/Applications',
    userApplications: join(home, 'Applications'),
    services: join(library, 'Services'),
    state: environment.VM_FERRY_STATE
      ? resolve(environment.VM_FERRY_STATE)
      : join(library, 'Application Support', name),
    appTraces: [
      `Caches/${bundleIdentifier}`,
      `HTTPStorages/${bundleIdentifier}`,
      `Preferences/${bundleIdentifier}.plist`,
      `Saved Application State/${bundleIdentifier}.savedState`,
      `Logs/${name}`,
    ].map((path) => join(library, path)),
    volumes: '/Volumes',
    utmDocuments: join(library, 'Containers/com.utmapp.UTM/Data/Documents'),
  };
}
