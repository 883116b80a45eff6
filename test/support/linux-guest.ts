import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'plist';
import { sampleConfigs } from './sample-configs.ts';

/*
 * A real Linux guest for QEMU: a Debian kernel, and a root file system of one static program on a sparse disk image, laid out
 * as UTM lays out a Linux VM with direct boot. It says what it finds on its serial console and powers off.
 */
const kernelFolders = [resolve('test/.cache/kernel/boot'), '/boot'];
const busybox = '/bin/busybox';

/** Why no guest can be made and run here; empty when it can. */
export function missingForGuest(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the guest is for Linux on x86-64';
  for (const program of ['qemu-system-x86_64', 'mke2fs', 'e2fsck', 'qemu-img'])
    if (!has(program)) return `${program} is not installed`;
  if (!existsSync(busybox)) return `${busybox} is not installed`;
  return findKernel() === undefined ? 'there is no kernel in test/.cache/kernel or /boot' : '';
}

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function findKernel(): string | undefined {
  for (const folder of kernelFolders) {
    if (!existsSync(folder)) continue;
    const name = readdirSync(folder).find((each) => each.startsWith('vmlinuz'));
    if (name !== undefined) return join(folder, name);
  }
  return undefined;
}

const diskImage = 'Data/disk.img';

/** Counts its boots on its own disk and says what a file of its own holds. */
const init = `#!/bin/busybox sh
/bin/busybox mount -t proc none /proc
/bin/busybox mount -o remount,rw /
echo x >> /boots
echo "GUEST boots=$(/bin/busybox wc -l < /boots) sum=$(/bin/busybox md5sum /content | /bin/busybox cut -c1-32)"
/bin/busybox sync
/bin/busybox mount -o remount,ro /
/bin/busybox poweroff -f
`;

/** @param logicalBytes of the disk image; 8 MiB of it are data */
export function makeLinuxGuest(bundle: string, content: Buffer, logicalBytes: number): void {
  const root = `${bundle}.root`;
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  for (const folder of ['bin', 'proc', 'dev', 'sbin']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(busybox, join(root, 'bin/busybox'));
  writeFileSync(join(root, 'sbin/init'), init);
  chmodSync(join(root, 'sbin/init'), 0o755);
  writeFileSync(join(root, 'content'), content);
  execFileSync('mke2fs', [
    '-q',
    '-t',
    'ext4',
    '-d',
    root,
    join(bundle, diskImage),
    `${logicalBytes / 1024}k`,
  ]);
  rmSync(root, { recursive: true });
  copyFileSync(findKernel() as string, join(bundle, 'Data/vmlinuz'));
  const config = sampleConfigs['Apple Linux 4'];
  const { System: system } = config;
  const boot = {
    OperatingSystem: 'Linux',
    UEFIBoot: false,
    LinuxKernelPath: 'vmlinuz',
    LinuxCommandLine: 'root=/dev/nvme0n1',
  };
  writeFileSync(
    join(bundle, 'config.plist'),
    build({
      ...config,
      Drive: [{ ImageName: 'disk.img', ReadOnly: false, Nvme: true }],
      System: { ...system, Boot: boot },
    }),
  );
}

const hardware = (bundle: string) => [
  '-nodefaults',
  '-m',
  '256',
  '-display',
  'none',
  '-accel',
  // Without KVM: a machine that offers it may still not run a guest with it.
  'tcg',
  '-drive',
  `if=none,id=root,format=raw,file.filename=${join(bundle, diskImage)}`,
  '-device',
  'nvme,drive=root,serial=root',
];

/**
 * Boots the guest from its bundle and waits until it has powered off.
 *
 * @returns what it said of itself
 */
export async function bootGuest(bundle: string): Promise<{ boots: number; sum: string }> {
  const kernel = [
    '-kernel',
    join(bundle, 'Data/vmlinuz'),
    '-append',
    'console=ttyS0 root=/dev/nvme0n1 panic=-1 quiet',
  ];
  const child = spawn(
    'qemu-system-x86_64',
    [...hardware(bundle), ...kernel, '-serial', 'stdio', '-no-reboot'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let console = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      console += text;
    });
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
  await new Promise((done) => child.once('exit', done));
  clearTimeout(timer);
  const said = /GUEST boots=(\d+) sum=([0-9a-f]{32})/.exec(console);
  if (said === null) throw new Error(`the guest did not come up:\n${console.slice(-2000)}`);
  return { boots: Number(said[1]), sum: said[2] as string };
}

/** Starts a machine on the guest's disk image that stands still: it has it open and locked. */
export async function holdGuest(bundle: string): Promise<{ child: ChildProcess; end(): Promise<void> }> {
  const child = spawn(
    'qemu-system-x86_64',
    [...hardware(bundle), '-S', '-serial', 'none', '-monitor', 'stdio'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((done) => child.once('exit', done));
  // Its prompt comes when all is open.
  await new Promise<void>((done, fail) => {
    child.once('exit', () => fail(new Error('the machine did not start')));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('(qemu)')) done();
    });
  });
  return {
    child,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
