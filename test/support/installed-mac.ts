import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'plist';
import { listTransfers, transferFolder } from '#engine/transfers';
import { runCommand } from '../../installer/command.ts';
import type { Places } from '../../installer/places.ts';
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { runAsAutomator } from './automator.ts';
import type { ProcessRun } from './collect-output.ts';
import { linesOf } from './finder.ts';
import { makeRunningApp } from './packaged-app.ts';
import { endProcessesOf } from './processes-of.ts';
import { makeSampleMac, type SampleMac } from './sample-mac.ts';
import { treeSnapshot } from './tree-snapshot.ts';

/**
 * A home and an Applications folder, outside of the repository, into which the installer's command puts VM Ferry and takes it off.
 * Two things are not as on a Mac: the programs of macOS are recorders, and the Node in the app is the one for this system.
 *
 * The state folder is where this system's engine looks for it when nobody says anything, so that a Quick Action needs no word
 * about it. The home has what people's homes here have: a folder for states, and a Trash.
 */
export class InstalledMac {
  readonly home: string;
  /** Everything on the Mac is below it. */
  readonly root: string;
  readonly places: Places;
  readonly said: string[] = [];
  private readonly folder: string;
  private readonly mac: SampleMac;
  private readonly app: string;

  private constructor(folder: string, mac: SampleMac, app: string) {
    this.folder = folder;
    this.mac = mac;
    this.app = app;
    this.root = mac.root;
    this.home = mac.places.home;
    this.places = { ...mac.places, state: join(this.home, '.local/state/vm-ferry') };
    for (const each of ['.local/state', '.local/share/Trash', 'VMs'])
      mkdirSync(join(this.home, each), { recursive: true });
  }

  /** The app is built, and nothing installed yet. */
  static async prepare(): Promise<InstalledMac> {
    const folder = mkdtempSync(join(tmpdir(), 'vm-ferry-whole-chain-'));
    return new InstalledMac(folder, makeSampleMac(folder), await makeRunningApp(join(folder, 'built')));
  }

  /** Folder of the engine in the installed app. */
  get engine(): string {
    return join(this.places.systemApplications, 'VM Ferry.app/Contents/Resources/engine');
  }

  /** What is on the Mac, byte for byte; volumes left out. */
  snapshot(): Record<string, string> {
    const entries = Object.entries(treeSnapshot(this.root));
    return Object.fromEntries(entries.filter(([path]) => !path.startsWith('./Volumes')));
  }

  /** `install:mac` and `uninstall:mac`, as in a terminal of this home. @returns its exit code */
  installer(...words: readonly string[]): Promise<number> {
    return runCommand(words, {
      platform: 'darwin',
      places: this.places,
      programs: this.mac.recorders.programs,
      ownFolder: join(this.folder, 'nowhere'),
      environment: { PATH: join(this.home, '.local/bin') },
      say: (line) => void this.said.push(line),
      ask: undefined,
    });
  }

  install(): Promise<number> {
    return this.installer('install', '--app', this.app, '--command-link');
  }

  /** Names of the installed Quick Actions. */
  quickActions(): string[] {
    return readdirSync(this.places.services).sort();
  }

  /** The line in an installed Quick Action, as another reader of property lists than ours finds it. */
  command(verb: 'copy' | 'move'): string {
    const title = verb === 'copy' ? 'Copy VM with Ferry…' : 'Move VM with Ferry…';
    const path = join(this.places.services, `${title}.workflow`, 'Contents/document.wflow');
    const document = parse(execFileSync('plistutil', ['-i', path, '-f', 'bin'])) as unknown as {
      actions: { action: { ActionParameters: { COMMAND_STRING: string } } }[];
    };
    return document.actions[0]?.action.ActionParameters.COMMAND_STRING ?? '';
  }

  /** Right-click, Quick Actions, and one of the two. */
  pick(verb: 'copy' | 'move', paths: readonly string[], shell: 'sh' | 'zsh'): Promise<ProcessRun> {
    return runAsAutomator(this.command(verb), paths, this.home, shell).ended;
  }

  transfers(): KnownTransfer[] {
    return listTransfers(this.places.state).flatMap((view) => (view.kind === 'transfer' ? view : []));
  }

  /** Events in the log of a transfer. */
  log(id = ''): Record<string, unknown>[] {
    return linesOf(join(transferFolder(this.places.state, id), 'log.ndjson'));
  }

  async dispose(): Promise<void> {
    await endProcessesOf(this.folder);
    rmSync(this.folder, { recursive: true });
  }
}
