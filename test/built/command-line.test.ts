import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from 'plist';
import { beforeEach, describe, expect, it } from 'vitest';
import packageFacts from '../../package.json' with { type: 'json' };
import { runFerry } from '../support/run-ferry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

let folder: string;
let target: string;
let bundle: string;

beforeEach(() => {
  folder = makeTempFolder();
  target = join(folder, 'target');
  bundle = join(folder, 'Guest.utm');
  mkdirSync(target);
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(
    join(bundle, 'config.plist'),
    build({
      Backend: 'Apple',
      ConfigurationVersion: 4,
      Information: { Name: 'My guest', UUID: '00000000-0000-0000-0000-000000000001' },
      System: { Architecture: 'aarch64', MemorySize: 4096, Boot: { OperatingSystem: 'Linux' } },
      Drive: [{ ImageName: 'disk.img' }],
    }),
  );
  writeFileSync(join(bundle, 'Data/disk.img'), Buffer.alloc(3 * 2 ** 20, 1));
});

describe('the command line', () => {
  it('prints its version', async () => {
    expect((await runFerry(['--version'])).stdout.trim()).toBe(packageFacts.version);
  });

  it.each([[[]], [['copy']], [['verify']], [['inspect']], [['doctor']]])(
    'explains itself: ferry %s --help',
    async (words) => {
      const run = await runFerry([...words, '--help']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain('Usage: ferry');
    },
  );

  it('copies names that are hostile to shells, terminals and parsers', async () => {
    const names = [
      '-rf',
      'new\nline',
      'q"u\'o`te',
      '$(touch canary)',
      '😀',
      'e\u0301',
      'ü'.repeat(127),
      'a'.repeat(255),
      '\u001b[31mred',
      ' ',
      '%s',
    ];
    for (const name of names) writeFileSync(join(bundle, 'Data', name), name);
    const run = await runFerry(['copy', '--', bundle, target], { cwd: folder });
    expect(run.stderr).not.toContain('Error');
    expect(run.exitCode).toBe(0);
    expect(readdirSync(join(target, 'Guest.utm/Data')).sort()).toEqual([...names, 'disk.img'].sort());
    for (const name of names) expect(readFileSync(join(target, 'Guest.utm/Data', name), 'utf8')).toBe(name);
    expect(readdirSync(folder)).not.toContain('canary');
  });

  it('copies a bundle whose own name is hostile, staging included', async () => {
    for (const name of ['-n.utm', `${'x'.repeat(251)}.utm`, 'a\nb.utm', '$(id).utm']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'file'), name);
      expect((await runFerry(['copy', '--', name, target], { cwd: folder })).exitCode, name).toBe(0);
      expect(readFileSync(join(target, name, 'file'), 'utf8')).toBe(name);
    }
  });

  it('never sends control characters of a name to the terminal', async () => {
    const evil = join(folder, 'evil\u001b]0;pwned\u0007.utm');
    const run = await runFerry(['copy', evil, target]);
    expect(run.stderr).toContain('\\u001b');
    expect(run.stderr).not.toContain('\u001b');
  });

  it('keeps links as links, whatever they point to', async () => {
    symlinkSync('/etc/passwd', join(bundle, 'out'));
    symlinkSync('nowhere', join(bundle, 'dangling'));
    symlinkSync('..', join(bundle, 'Data/up'));
    expect((await runFerry(['copy', bundle, target])).exitCode).toBe(0);
    const copy = join(target, 'Guest.utm');
    for (const [name, aim] of [
      ['out', '/etc/passwd'],
      ['dangling', 'nowhere'],
      ['Data/up', '..'],
    ] as const) {
      expect(lstatSync(join(copy, name)).isSymbolicLink()).toBe(true);
      expect(readlinkSync(join(copy, name))).toBe(aim);
    }
  });

  it('follows a link that is itself named as the source, and keeps its name', async () => {
    symlinkSync(bundle, join(folder, 'Shortcut.utm'));
    expect((await runFerry(['copy', join(folder, 'Shortcut.utm'), target])).exitCode).toBe(0);
    expect(lstatSync(join(target, 'Shortcut.utm')).isDirectory()).toBe(true);
  });

  it('refuses a socket by its name', async () => {
    const path = join(bundle, 'Data/s');
    const server = createServer().listen(path);
    await new Promise((listening) => server.once('listening', listening));
    const run = await runFerry(['copy', bundle, target]);
    server.close();
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain(`${path} is a socket`);
  });

  it('refuses a name that is no UTF-8', async () => {
    execFileSync('sh', ['-c', 'touch "$1/$(printf "caf\\351")"', 'sh', join(bundle, 'Data')]);
    const run = await runFerry(['copy', bundle, target, '--json']);
    expect(run.lines.at(-1)).toMatchObject({ code: 'NAME_NOT_UTF8', exitCode: 3 });
  });

  it('copies a single file and an empty folder too', async () => {
    mkdirSync(join(folder, 'empty'));
    expect(
      (await runFerry(['copy', join(bundle, 'Data/disk.img'), join(folder, 'empty'), target])).exitCode,
    ).toBe(0);
    expect(readdirSync(target).sort()).toEqual(['disk.img', 'empty']);
  });

  it('shows what it would do and writes nothing with --dry-run', async () => {
    const run = await runFerry(['copy', bundle, target, '--dry-run']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('Would copy');
    expect(readdirSync(target)).toEqual([]);
  });

  it('says nothing with --quiet when all is well', async () => {
    const run = await runFerry(['copy', bundle, target, '--quiet']);
    expect(run).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('tells sizes, holes and speed in plain words', async () => {
    const run = await runFerry(['copy', bundle, target, '--verify']);
    expect(run.stdout).toMatch(/Copied in .*(3\.1 MB written|shares its blocks).*verified/s);
  });

  it('inspects a bundle: name, backend, guest, disk images and their hole maps', async () => {
    const text = await runFerry(['inspect', bundle]);
    expect(text.stdout).toMatch(/^My guest\n/);
    for (const words of ['Apple Virtualization', 'Linux, aarch64', '4 GB', 'Data/disk.img', '█'.repeat(64)])
      expect(text.stdout).toContain(words);
    const json = await runFerry(['inspect', bundle, '--json']);
    expect(json.lines[0]).toMatchObject({
      type: 'result',
      command: 'inspect',
      config: { name: 'My guest' },
      images: [{ relativePath: 'Data/disk.img', dataExtents: 1 }],
    });
  });

  it('says plainly when something is no virtual machine', async () => {
    const run = await runFerry(['inspect', target, '--json']);
    expect(run.lines[0]).toMatchObject({ code: 'NOT_A_BUNDLE', exitCode: 3 });
  });

  it('inspects a bundle with a damaged config, and says so', async () => {
    writeFileSync(join(bundle, 'config.plist'), '<plist><dict><key>');
    const run = await runFerry(['inspect', bundle]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('damaged');
  });

  it('tells which system calls are at work and why', async () => {
    const native = await runFerry(['doctor', target, '--json']);
    expect(native.lines[0]).toMatchObject({ command: 'doctor', folder: target, probeProblem: '' });
    const portable = await runFerry(['doctor', target], { env: { VM_FERRY_FILE_SYSTEM: 'portable' } });
    expect(portable.stdout).toContain('portable (VM_FERRY_FILE_SYSTEM=portable asks for node:fs alone)');
    expect(readdirSync(target)).toEqual([]);
  });

  it('goes on copying when nobody reads its output any longer', async () => {
    const { ferryPath } = await import('../support/run-ferry.ts');
    execFileSync(
      'sh',
      [
        '-c',
        '"$0" "$1" copy --json "$2" "$3" | head -c 1 > /dev/null',
        process.execPath,
        ferryPath,
        bundle,
        target,
      ],
      { env: { ...process.env, VM_FERRY_STATE: join(folder, 'state') } },
    );
    expect(readdirSync(target)).toEqual(['Guest.utm']);
  });
});
