import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import type { CheckName, CheckState } from '../../installer/doctor/check.ts';
import type { DoctorWorld } from '../../installer/doctor/doctor-world.ts';
import { makeSampleApp, type SampleMac } from '../support/sample-mac.ts';

/** What macOS keeps of the switches that people set in Finder. */
export function switches(copy: number, move: number): string {
  const status = (isOn: number) => ({
    presentation_modes: { ContextMenu: isOn, FinderPreview: isOn, ServicesMenu: isOn, TouchBar: 0 },
  });
  const key = (verb: string, title: string) =>
    `io.github.vm-ferry.VMFerry.quick-action.${verb} - ${title} - runWorkflowAsService`;
  return build({
    NSServicesStatus: {
      [key('copy', 'Copy VM with Ferry…')]: status(copy),
      [key('move', 'Move VM with Ferry…')]: status(move),
      '(null) - Other - runWorkflowAsService': status(1),
    },
  });
}

export function refuse(code: string): (path: string) => string[] {
  return (path) => {
    throw Object.assign(new Error(`${code}: scandir ${path}`), { code });
  };
}

function quickAction(mac: SampleMac, verb: string): string {
  return join(mac.places.services, `${verb} VM with Ferry….workflow`);
}

/** What is done to a Mac that is well, and what the doctor says then. */
export const defects: readonly (readonly [
  string,
  CheckName,
  CheckState,
  string,
  (mac: SampleMac, world: DoctorWorld) => unknown,
])[] = [
  [
    'an old macOS',
    'macos-version',
    'broken',
    'macOS 12.7',
    (mac, _world) => mac.recorders.answer('swVers.output', '12.7\n'),
  ],
  [
    'a macOS just too old',
    'macos-version',
    'broken',
    'macOS 13.4',
    (mac, _world) => mac.recorders.answer('swVers.output', '13.4.1\n'),
  ],
  ['an app that is gone', 'app', 'broken', 'its app is gone', (_mac, _world) => ({ appPath: undefined })],
  [
    'two apps',
    'app',
    'attention',
    'There are two',
    (mac, _world) => void makeSampleApp(mac.places.userApplications),
  ],
  [
    'a changed app',
    'signature',
    'broken',
    'not valid',
    (mac, _world) =>
      mac.recorders.plant('codesign', 'echo "a sealed resource is missing or invalid" >&2; exit 1'),
  ],
  [
    'an app signed by the wrong name',
    'signature',
    'broken',
    'signed as “Electron”',
    (mac, _world) => mac.recorders.answer('codesign.display', 'Identifier=Electron\n'),
  ],
  [
    'no codesign',
    'signature',
    'unknown',
    'could not be run',
    (_mac, world) => ({ programs: { ...world.programs, codesign: '/nowhere/codesign' } }),
  ],
  [
    'a killed installation',
    'installation',
    'broken',
    'did not come to its end',
    (mac, _world) => {
      const path = join(mac.places.state, 'installation.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"complete"', '"installing"'));
    },
  ],
  [
    'a record of a newer version',
    'installation',
    'attention',
    'newer',
    (mac, _world) => writeFileSync(join(mac.places.state, 'installation.json'), '{}'),
  ],
  [
    'a Node that does not start',
    'engine',
    'broken',
    'The bundled Node does not run',
    (_mac, world) => writeFileSync(join(world.engineFolder, 'node'), 'MZ'),
  ],
  [
    'an engine that does not start',
    'engine',
    'broken',
    'The engine does not run',
    (_mac, world) => rmSync(join(world.engineFolder, 'ferry.mjs')),
  ],
  [
    'an addon that does not load',
    'native-code',
    'broken',
    'dlopen',
    (_mac, world) =>
      writeFileSync(
        join(world.engineFolder, 'node'),
        '#!/bin/sh\necho "Error: dlopen: wrong architecture" >&2; exit 1\n',
      ),
  ],
  [
    'no Quick Actions',
    'quick-actions',
    'broken',
    'not installed',
    (mac, _world) => rmSync(mac.places.services, { recursive: true }),
  ],
  [
    'one Quick Action',
    'quick-actions',
    'broken',
    'Only one of them',
    (mac, _world) => rmSync(quickAction(mac, 'Move'), { recursive: true }),
  ],
  [
    'a damaged Quick Action',
    'quick-actions',
    'broken',
    'is damaged (document.wflow)',
    (mac, _world) => writeFileSync(join(quickAction(mac, 'Copy'), 'Contents/document.wflow'), 'not a plist'),
  ],
  [
    'Quick Actions of an app that is gone',
    'quick-actions',
    'broken',
    'that is not there: ',
    (_mac, world) => rmSync(join(world.engineFolder, 'ferry')),
  ],
  [
    'Quick Actions of another app',
    'quick-actions',
    'attention',
    'calls another VM Ferry',
    (mac, _world) => ({ appPath: makeSampleApp(mac.places.userApplications) }),
  ],
  [
    'a Quick Action that macOS cannot read',
    'quick-actions-registered',
    'broken',
    'cannot read',
    (mac, _world) => mac.recorders.plant('pbs', '[ "$1" = -read_bundle ] && exit 1'),
  ],
  [
    'Quick Actions that macOS does not list',
    'quick-actions-registered',
    'attention',
    'does not list',
    (mac, _world) => mac.recorders.answer('pbs.dump', 'others'),
  ],
  [
    'no list',
    'quick-actions-registered',
    'unknown',
    'could not be listed',
    (mac, _world) => mac.recorders.plant('pbs', '[ "$1" = -dump ] && exit 1'),
  ],
  [
    'one that is switched off',
    'quick-actions-switched-on',
    'attention',
    'Switched off: “Move VM with Ferry…”',
    (mac, _world) => mac.recorders.answer('defaults.export', switches(1, 0)),
  ],
  [
    'switches nobody has touched',
    'quick-actions-switched-on',
    'unknown',
    'Nothing is written down',
    (mac, _world) => mac.recorders.answer('defaults.export', build({})),
  ],
  [
    'switches that are unreadable',
    'quick-actions-switched-on',
    'unknown',
    'does not say',
    (mac, _world) => mac.recorders.plant('defaults', 'exit 1'),
  ],
  [
    'notifications that are refused',
    'notifications',
    'attention',
    'Not allowed',
    (_mac, _world) => ({ knownByApp: { notifications: 'refused' } }),
  ],
  [
    'notifications seen from a terminal',
    'notifications',
    'unknown',
    'from outside',
    (_mac, _world) => ({ knownByApp: undefined }),
  ],
  [
    'consent that macOS withholds',
    'consent',
    'attention',
    'macOS does not let',
    (_mac, _world) => ({ readFolder: refuse('EPERM') }),
  ],
  [
    'permissions that forbid',
    'consent',
    'attention',
    'The permissions of UTM’s folder',
    (_mac, _world) => ({ readFolder: refuse('EACCES') }),
  ],
  [
    'a Mac without UTM',
    'consent',
    'ok',
    'no folder of its own',
    (_mac, _world) => ({ readFolder: refuse('ENOENT') }),
  ],
  [
    'volumes that cannot be listed',
    'volumes',
    'unknown',
    'could not be listed',
    (_mac, _world) => ({ readFolder: refuse('EPERM') }),
  ],
  [
    'transfers of a newer version',
    'transfers',
    'attention',
    'newer VM Ferry',
    (mac, _world) => {
      const folder = join(mac.places.state, 'transfers/mwupacul-35731cf8');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'record.json'), '{"schemaVersion":2}');
    },
  ],
];
