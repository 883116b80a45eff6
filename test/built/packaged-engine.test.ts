import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPieces, uninstallPieces } from '../../installer/index.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { compareTrees } from '../support/compare-trees.ts';
import { makeRunningApp } from '../support/packaged-app.ts';
import { makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

let folder: string;
let app: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vm-ferry-packaged-'));
  // Outside of the repository, whose packages it must not find. The name of a folder around it, as people have them.
  app = await makeRunningApp(join(folder, 'My Apps – 应用'));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the launcher in surroundings as bare as Automator's. */
function ferry(of: string, state: string, ...words: readonly string[]): Promise<Answer> {
  const launcher = join(of, 'Contents/Resources/engine/ferry');
  const options = { env: { HOME: folder, VM_FERRY_STATE: state }, cwd: '/' };
  return new Promise((answered) => {
    execFile(launcher, words, options, (error, stdout, stderr) =>
      answered({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

function makeMachine(path: string, bytes: number): string {
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeFileSync(join(path, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  writeFileSync(join(path, 'Data/disk.img'), Buffer.alloc(bytes, 'sector of a guest '));
  return path;
}

describe('the packaged engine', () => {
  it('is what the launcher runs, on the Node beside it', async () => {
    expect((await ferry(app, join(folder, 'state'), '--version')).stdout.trim()).toBe(packageFacts.version);
  });

  it('copies a virtual machine through its native part', async () => {
    const source = makeMachine(join(folder, 'vms/机器 “A”.utm'), 5_000_000);
    const target = join(folder, 'drive');
    mkdirSync(target);
    const run = await ferry(app, join(folder, 'state'), 'copy', '--verify', '--json', source, target);
    expect(run.stderr).toBe('');
    expect(run.exitCode).toBe(0);
    expect(compareTrees(source, join(target, '机器 “A”.utm'))).toEqual([]);
    const doctor = JSON.parse((await ferry(app, join(folder, 'state'), 'doctor', '--json', target)).stdout);
    expect(doctor.fileSystem).toBe('linux');
  });

  it('is well by its own account, and red about nothing that only a Mac has', async () => {
    const { exitCode, stdout } = await ferry(app, join(folder, 'state'), 'doctor', '--json', folder);
    expect(exitCode).toBe(0);
    const { installation } = JSON.parse(stdout);
    expect(installation).toMatchObject({ appPath: app, isBroken: false });
    const states = Object.fromEntries(
      installation.checks.map((check: { name: string; state: string }) => [check.name, check.state]),
    );
    expect(states).toMatchObject({
      engine: 'ok',
      'native-code': 'ok',
      app: 'not-here',
      signature: 'not-here',
    });
    const text = await ferry(app, join(folder, 'state'), 'doctor', folder);
    expect(text.stdout).toMatch(/Engine +ok +Version .* on the bundled Node v26\.10\.0/);
    expect(text.stdout).not.toContain('BROKEN');
  });

  it('says so and answers 9 when its native part is gone', async () => {
    const addon = join(app, 'Contents/Resources/engine/node_modules/koffi');
    renameSync(addon, `${addon}-away`);
    // Without it the engine goes on in the portable way only when told to.
    const launcher = join(app, 'Contents/Resources/engine/ferry');
    const env = { HOME: folder, VM_FERRY_STATE: join(folder, 'state'), VM_FERRY_FILE_SYSTEM: 'portable' };
    const run = await new Promise<Answer>((answered) => {
      execFile(launcher, ['doctor', folder], { env }, (error, stdout, stderr) =>
        answered({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
    renameSync(`${addon}-away`, addon);
    expect(run.exitCode).toBe(9);
    expect(run.stdout).toMatch(/Native part +BROKEN +The native part \(koffi\) does not load/);
  });

  it('reaches its helper for the Trash where it lies', async () => {
    const trash = join(app, 'Contents/Resources/engine/node_modules/trash');
    const helper = readFileSync(join(trash, 'macos-trash'));
    const moved = join(folder, 'to the trash 🗑');
    writeFileSync(moved, 'x');
    // In place of the program for macOS, which cannot run here; the package is told that it is on macOS 26.
    writeFileSync(
      join(trash, 'macos-trash'),
      `#!/bin/sh\nrm -- "$1"\nprintf %s "$1" > '${folder}/trashed'\n`,
      { mode: 0o755 },
    );
    const script = `Object.defineProperty(process, 'platform', { value: 'darwin' });
      (await import('node:os')).default.release = () => '25.0.0';
      const { default: trash } = await import(process.argv[1]); await trash([process.argv[2]], { glob: false });`;
    const node = join(app, 'Contents/Resources/engine/node');
    const words = ['--input-type=module', '-e', script, join(trash, 'index.js'), moved];
    const stderr = await new Promise((answered) =>
      execFile(node, words, (_error, _out, text) => answered(text)),
    );
    writeFileSync(join(trash, 'macos-trash'), helper);
    expect(stderr).toBe('');
    expect(readFileSync(join(folder, 'trashed'), 'utf8')).toBe(moved);
  });
});

describe('an upgrade while something is copied', () => {
  let mac: SampleMac;
  let installed: string;
  let state: string;

  async function installVersion(source: string) {
    const world = { places: mac.places, programs: mac.recorders.programs };
    const result = await installPieces({ appSource: source, language: 'en' }, world);
    if (result.kind !== 'installed') throw new Error(result.message);
    return result.appPath;
  }

  /** Asks until a transfer is in a state; its id then. */
  async function transferThatIs(wanted: string): Promise<string> {
    for (let tries = 0; tries < 300; tries++) {
      const { stdout } = await ferry(installed, state, 'list', '--json');
      const views = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      const found = views.find((view) => view.state === wanted);
      if (found !== undefined) return found.id;
      await new Promise((passed) => setTimeout(passed, 50));
    }
    throw new Error(`no transfer became ${wanted}`);
  }

  it('lets the running one and the waiting one come to their end, and the next start uses the new version', async () => {
    const room = makeTempFolder();
    mac = makeSampleMac(room);
    state = mac.places.state;
    installed = await installVersion(app);
    const machines = ['First.utm', 'Second.utm'].map((name) =>
      makeMachine(join(room, 'vms', name), 600_000_000),
    );
    const target = join(room, 'drive');
    mkdirSync(target);
    const launcher = join(installed, 'Contents/Resources/engine/ferry');
    const start = (source: string) => {
      const env = { HOME: room, VM_FERRY_STATE: state };
      const child = spawn(launcher, ['copy', '--verify', '--no-snapshot', source, target], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return new Promise<string>((ended) => {
        let stderr = '';
        child.stderr.on('data', (text) => {
          stderr += text;
        });
        child.on('close', (exitCode) =>
          ended(`${exitCode} ${stderr.includes('Error') ? stderr : ''}`.trim()),
        );
      });
    };
    const first = start(machines[0] as string);
    const running = await transferThatIs('copying');
    await ferry(installed, state, 'pause', running);
    await transferThatIs('paused');
    const second = start(machines[1] as string);
    await transferThatIs('queued');

    const refused = await uninstallPieces({}, { places: mac.places, programs: mac.recorders.programs });
    expect(refused).toMatchObject({ kind: 'refused', code: 'TRANSFERS_RUNNING' });

    await installVersion(await makeRunningApp(join(room, 'newer'), '9.9.9'));
    expect((await ferry(installed, state, '--version')).stdout.trim()).toBe('9.9.9');
    await ferry(installed, state, 'continue', running);
    expect([await first, await second]).toEqual(['0', '0']);
    for (const [index, name] of ['First.utm', 'Second.utm'].entries())
      expect(compareTrees(machines[index] as string, join(target, name))).toEqual([]);
    rmSync(target, { recursive: true });
  }, 240_000);
});
