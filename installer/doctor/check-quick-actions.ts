import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';
import { findQuickActions } from '../../quick-action/index.ts';
import { appIdentity, launcherInApp } from '../app-identity.ts';
import { readInfo } from '../bundle-facts.ts';
import { readSwitches } from '../quick-action-switch.ts';
import { runProgram } from '../run-program.ts';
import { answersOf, type Check } from './check.ts';
import type { DoctorWorld } from './doctor-world.ts';

/** Where a person switches them on: the one step that macOS keeps for people. */
const customize =
  'In Finder, right-click a virtual machine, then Quick Actions ▸ Customize…, and tick both. (Or System Settings ▸ General ▸ Login Items & Extensions ▸ Finder.)';
const again = 'Open VM Ferry, which puts them back, or install it again.';

interface InstalledAction {
  readonly path: string;
  readonly identifier: string;
  readonly title: string;
}

/** Are both there, ours, readable to macOS, and do they call the app that is there? */
export async function checkQuickActions(world: DoctorWorld): Promise<Check> {
  const answer = answersOf('quick-actions');
  if (!world.isMac) return answer.notHere('Finder is on macOS.');
  const actions = installedActions(world);
  if (actions.length === 0)
    return world.appPath === undefined
      ? answer.attention('None are installed.', 'They come with the app.')
      : answer.broken('They are not installed.', again);
  if (actions.length === 1)
    return answer.broken(`Only one of them is installed: ${actions[0]?.title}.`, again);
  for (const { path, title } of actions) {
    for (const file of ['Info.plist', 'document.wflow']) {
      const lint = await runProgram(world.programs.plutil, ['-lint', join(path, 'Contents', file)]);
      if (lint.exitCode === 1) return answer.broken(`“${title}” is damaged (${file}).`, again);
    }
    const launcher = launcherOf(path);
    if (launcher === undefined || !existsSync(launcher))
      return answer.broken(
        `“${title}” calls a VM Ferry that is not there${launcher === undefined ? '' : `: ${launcher}`}.`,
        again,
      );
    if (world.appPath !== undefined && launcher !== join(world.appPath, launcherInApp))
      return answer.attention(
        `“${title}” calls another VM Ferry than the one that is looked at: ${launcher}.`,
        again,
      );
  }
  return answer.ok(actions.map(({ title }) => `“${title}”`).join(', '));
}

/** Does macOS know them? `-read_bundle` reads one as macOS would; `-dump` lists what is registered. */
export async function checkRegistered(world: DoctorWorld): Promise<Check> {
  const answer = answersOf('quick-actions-registered');
  const actions = world.isMac ? installedActions(world) : [];
  if (actions.length === 0) return answer.notHere('There are none to look for.');
  for (const { path, title } of actions) {
    const read = await runProgram(world.programs.pbs, ['-read_bundle', path]);
    if (read.exitCode === null) return answer.unknown(read.problem);
    if (!read.stdout.includes('runWorkflowAsService'))
      return answer.broken(`macOS cannot read “${title}”.`, again);
  }
  const dump = await runProgram(world.programs.pbs, ['-dump']);
  if (dump.exitCode !== 0) return answer.unknown(`What is registered could not be listed: ${dump.problem}.`);
  const unknown = actions.filter(
    ({ title, identifier }) => !dump.stdout.includes(identifier) && !dump.stdout.includes(title),
  );
  return unknown.length === 0
    ? answer.ok('macOS lists them.')
    : answer.attention(
        `macOS does not list ${unknown.map(({ title }) => `“${title}”`).join(', ')} yet.`,
        'Log out and in again, or wait a minute.',
      );
}

/** Has the person switched them on, as far as that can be read? */
export async function checkSwitchedOn(world: DoctorWorld): Promise<Check> {
  const answer = answersOf('quick-actions-switched-on');
  const actions = world.isMac ? installedActions(world) : [];
  if (actions.length === 0) return answer.notHere('There are none to look for.');
  const switches = await readSwitches(actions, world.programs);
  if (switches === undefined) return answer.unknown('macOS does not say.', customize, 'extensions');
  if (switches.every((state) => state === 'on')) return answer.ok('Both are switched on.');
  const off = actions.filter((_, index) => switches[index] === 'off');
  return off.length > 0
    ? answer.attention(
        `Switched off: ${off.map(({ title }) => `“${title}”`).join(', ')}.`,
        customize,
        'extensions',
      )
    : answer.unknown(
        'Nothing is written down about it. If Finder shows them, all is well.',
        customize,
        'extensions',
      );
}

function installedActions({ places }: DoctorWorld): InstalledAction[] {
  return findQuickActions(places.services, appIdentity.bundleIdentifier).map(({ path, identifier }) => {
    const [service] = (readInfo(path)?.NSServices ?? []) as { NSMenuItem?: { default?: string } }[];
    return { path, identifier, title: service?.NSMenuItem?.default ?? '' };
  });
}

/** The launcher that a Quick Action calls: the first word of its command that leads into an app. */
function launcherOf(quickAction: string): string | undefined {
  try {
    const document = parse(readFileSync(join(quickAction, 'Contents/document.wflow'), 'utf8')) as {
      actions?: { action?: { ActionParameters?: { COMMAND_STRING?: string } } }[];
    };
    const command = document.actions?.[0]?.action?.ActionParameters?.COMMAND_STRING ?? '';
    const quoted = /(?:^|\s)exec '((?:[^']|'\\'')*)'/.exec(command)?.[1];
    return quoted?.replaceAll("'\\''", "'");
  } catch {
    return undefined;
  }
}
