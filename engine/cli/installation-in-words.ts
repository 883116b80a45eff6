import type { Installation, InstallationCheck } from './installation.ts';
import { shown } from './words.ts';

const labels: Readonly<Record<string, string>> = {
  'macos-version': 'System',
  app: 'App',
  signature: 'Signature',
  installation: 'Installation',
  engine: 'Engine',
  'native-code': 'Native part',
  'quick-actions': 'Quick Actions',
  'quick-actions-registered': '… known to macOS',
  'quick-actions-switched-on': '… switched on',
  notifications: 'Notifications',
  consent: 'UTM’s folder',
  volumes: 'Volumes',
  transfers: 'Transfers',
};

const indent = ''.padEnd(28);

const marks: Readonly<Record<InstallationCheck['state'], string>> = {
  ok: 'ok',
  attention: 'look',
  broken: 'BROKEN',
  unknown: '?',
  'not-here': '',
};

/** What `ferry doctor` says about the installation, line by line; what has no meaning on this system is left out. */
export function installationInWords({ checks }: Installation): string[] {
  return checks
    .filter((check) => check.state !== 'not-here')
    .flatMap(({ name, state, found, advice, paneAddress }) => [
      `${(labels[name] ?? name).padEnd(20)} ${marks[state].padEnd(7)}${shown(found)}`,
      ...(advice === '' ? [] : [`${indent}${shown(advice)}`]),
      ...(paneAddress === '' ? [] : [`${indent}open '${shown(paneAddress)}'`]),
    ]);
}
