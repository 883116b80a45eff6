import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTransfer, readTransfer } from '#engine/transfers';
import { plistDifferences } from '../support/plist-differences.ts';
import { qcow2Bytes } from '../support/qcow2-bytes.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { configBytes, type SampleName, sampleImage, sampleNames } from '../support/sample-configs.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { stagedBytes, until } from '../support/watch-staging.ts';

const MiB = 2 ** 20;
const seed = '00112233445566778899aabbccddeeff';
let home: string;
let target: string;

beforeEach(() => {
  home = makeTempFolder();
  target = join(home, 'target');
  mkdirSync(target);
});

function makeBundle(name: SampleName, format: 'xml' | 'binary' = 'xml'): string {
  const bundle = join(home, 'Guest.utm');
  const image = join(bundle, sampleImage(name));
  mkdirSync(dirname(image), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), configBytes(name, format));
  if (image.endsWith('qcow2')) {
    writeFileSync(
      image,
      qcow2Bytes({ capacityBytes: 64n * 2n ** 30n, snapshots: [{ id: '1', name: 'clean', stateBytes: 0n }] }),
    );
    return bundle;
  }
  const fd = openSync(image, 'wx');
  writeSync(fd, Buffer.concat([Buffer.alloc(2 * MiB, 1), Buffer.alloc(2 * MiB)]), 0, 4 * MiB, 16 * MiB);
  closeSync(fd);
  truncateSync(image, 64 * MiB);
  return bundle;
}

describe('ferry inspect', () => {
  const words: Readonly<Record<SampleName, readonly string[]>> = {
    'Apple macOS 4': [
      'Sequoia',
      'Apple Virtualization',
      'macOS, aarch64',
      '8 GB of memory, 4 cores',
      'aa:bb:cc:00:11:22',
    ],
    'Apple Linux 4': ['Linux', 'Linux, aarch64', 'AA:BB:CC:00:11:33'],
    'QEMU 4': [
      'Ubuntu',
      'QEMU',
      'ubuntu (by its icon), aarch64',
      'a drive of 68.7 GB for the guest',
      '1 snapshot inside: clean',
    ],
    'Apple 3': ['Old Apple', 'settings of an older UTM (version 3)', 'macOS, arm64'],
    'QEMU 2': [
      'Guest',
      'settings of an older UTM (version 2)',
      'windows (by its icon), x86_64',
      '2 GB of memory',
    ],
    'QEMU 1': ['Guest', 'settings of an older UTM (version 1)', 'ppc', '512 MB of memory, 1 core'],
  };

  it.each(sampleNames)('says the right things of every version and backend: %s', async (name) => {
    const bundle = makeBundle(name);
    const { stdout, exitCode } = await runFerry(['inspect', bundle]);
    expect(exitCode).toBe(0);
    for (const word of [...words[name], sampleImage(name), 'not in use', 'Each strip shows'])
      expect(stdout).toContain(word);
    // Only the config's own length differs.
    const withoutSizes = (lines: string) => lines.replace(/^ {2}Size .*$/m, '');
    writeFileSync(join(bundle, 'config.plist'), configBytes(name, 'binary'));
    const binary = await runFerry(['inspect', bundle]);
    expect(withoutSizes(binary.stdout)).toBe(withoutSizes(stdout));
  });

  it('says what is odd: a suspended machine, a drive that is missing, a disk image that UTM would delete', async () => {
    const bundle = makeBundle('Apple macOS 4');
    writeFileSync(join(bundle, 'Data/vmstate'), 'state');
    writeFileSync(join(bundle, 'Data/left-over.img'), 'x');
    const config = configBytes('Apple macOS 4')
      .toString()
      .replace(sampleImage('Apple macOS 4').slice(5), 'gone.img');
    writeFileSync(join(bundle, 'config.plist'), config);
    const { stdout } = await runFerry(['inspect', bundle]);
    expect(stdout).toContain('suspended (Data/vmstate holds its state)');
    expect(stdout).toContain('gone.img, a drive that config.plist names');
    expect(stdout.match(/config.plist does not name it/g)).toHaveLength(2);
    const { lines } = await runFerry(['inspect', bundle, '--json']);
    expect(lines[0]).toMatchObject({
      missingImages: ['gone.img'],
      savedState: { kind: 'file', relativePath: 'Data/vmstate' },
      use: { kind: 'free' },
      dataless: [],
    });
  });

  it('names the program that has it open', async () => {
    const bundle = makeBundle('Apple 3');
    const fd = openSync(join(bundle, 'Data/disk.img'), 'r+');
    const { stdout } = await runFerry(['inspect', bundle]);
    closeSync(fd);
    expect(stdout).toContain(`(process ${process.pid})`);
    expect(stdout).toContain('running, or open');
  });

  it('tells what a copy to a folder would be, and leaves nothing there', async () => {
    const bundle = makeBundle('Apple 3');
    const text = await runFerry(['inspect', bundle, '--to', target]);
    expect(text.stdout).toMatch(/A copy to .*target\n {2}(Sparse copy: 4\.1 MB to write|Clone:)/);
    const { lines } = await runFerry(['inspect', bundle, '--to', target, '--json']);
    expect(lines[0]?.forecast).toMatchObject({
      folder: target,
      target: join(target, 'Guest.utm'),
      refusal: null,
    });
    if (lines[0]?.forecast.plan.method === 'sparse')
      expect(lines[0]?.forecast.bytesPerSecond).toBeGreaterThan(MiB);
    mkdirSync(join(target, 'Guest.utm'));
    const taken = await runFerry(['inspect', bundle, '--to', target]);
    expect(taken).toMatchObject({ exitCode: 0 });
    expect(taken.stdout).toContain('It would be refused:');
    expect(readdirSync(target)).toEqual(['Guest.utm']);
    expect(readdirSync(join(target, 'Guest.utm'))).toEqual([]);
  });

  it('counts the zeros that take space, and a copy that looks for them is that much smaller', async () => {
    const bundle = makeBundle('Apple 3');
    const { lines } = await runFerry(['inspect', bundle, '--zeros', '--json']);
    expect(lines.at(-1)).toMatchObject({
      reclaimableBytes: 2 * MiB,
      reclaimable: [{ relativePath: 'Data/disk.img', reclaimableBytes: 2 * MiB }],
    });
    expect((await runFerry(['inspect', bundle, '--zeros'])).stdout).toContain('2 MB of zeros take space');
    const copy = await runFerry(['copy', '--holes', 'scan', bundle, target]);
    expect(copy.stdout).toContain('2 MB smaller than the source');
    const there = await runFerry(['inspect', join(target, 'Guest.utm'), '--zeros']);
    expect(there.stdout).toContain('nothing: no zeros take space');
  });

  it('draws a picture that is well-formed, harmless whatever names are in it, and replaces nothing', async () => {
    const bundle = makeBundle('QEMU 4');
    const hostile = '<script>alert(1)</script>&"\' .img';
    writeFileSync(join(bundle, 'Data', hostile.replaceAll('/', '_')), Buffer.alloc(5000, 1));
    const path = join(home, 'map.svg');
    expect((await runFerry(['inspect', bundle, '--svg', path])).exitCode).toBe(0);
    const svg = readFileSync(path, 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toContain('<script');
    const { DOMParser, onErrorStopParsing } = await import('@xmldom/xmldom');
    const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml');
    const texts = Array.from(document.getElementsByTagName('text')).map((text) => text.textContent);
    expect(texts).toEqual(expect.arrayContaining(['Ubuntu', sampleImage('QEMU 4')]));
    const again = await runFerry(['inspect', bundle, '--svg', path, '--json']);
    expect(again.lines.at(-1)).toMatchObject({ code: 'TARGET_EXISTS', exitCode: 3 });
    expect(readFileSync(path, 'utf8')).toBe(svg);
  });
});

describe('ferry copy --new-identity', () => {
  it('differs from its source in exactly the named fields', async () => {
    const bundle = makeBundle('QEMU 4');
    const run = await runFerry(['copy', '--new-identity', '--verify', bundle, target, '--json']);
    expect(run.lines.at(-1)).toMatchObject({ target: join(target, 'Guest 2.utm'), isVerified: true });
    const [before, after] = [bundle, join(target, 'Guest 2.utm')].map((path) =>
      readFileSync(join(path, 'config.plist'), 'utf8'),
    );
    expect(plistDifferences(before as string, after as string).sort()).toEqual([
      'Information/Name',
      'Information/UUID',
      'Network/0/MacAddress',
    ]);
    const twice = await runFerry(['copy', '--new-identity', bundle, target, '--json']);
    expect(twice.lines.at(-1)).toMatchObject({ target: join(target, 'Guest 3.utm') });
    const third = readFileSync(join(target, 'Guest 3.utm/config.plist'), 'utf8');
    expect(plistDifferences(after as string, third)).toContain('Information/UUID');
  });

  it('comes to the same machine when it was killed and resumed', async () => {
    const bundle = makeBundle('Apple 3');
    const image = join(bundle, 'Data/disk.img');
    const fd = openSync(image, 'r+');
    for (let i = 0; i < 96; i++)
      writeSync(fd, new SeededRandom(testSeed() + i).bytes(8 * MiB), 0, 8 * MiB, i * 8 * MiB);
    closeSync(fd);
    const state = join(home, 'state');
    const env = { VM_FERRY_STATE: state };
    const id = createTransfer(
      state,
      transferRequest(bundle, target, { newIdentity: seed, snapshot: 'off', verify: true }),
    );
    const { child, ended } = startFerry(['run', id], { env });
    await until(() => stagedBytes(target, 'Data/disk.img') > 64 * MiB);
    child.kill('SIGKILL');
    await ended;
    expect(readTransfer(state, id)).toMatchObject({ state: 'interrupted' });
    // Somebody else took the next free name meanwhile: the resume must not care.
    mkdirSync(join(target, 'Guest 3.utm'));
    expect((await runFerry(['resume', id], { env })).exitCode).toBe(0);
    const config = readFileSync(join(target, 'Guest 2.utm/config.plist'), 'utf8');
    expect(plistDifferences(readFileSync(join(bundle, 'config.plist'), 'utf8'), config).sort()).toEqual([
      'name',
      'networkDevices/0/macAddress',
    ]);
    expect(statSync(join(target, 'Guest 2.utm/Data/disk.img')).size).toBe(statSync(image).size);
    expect(
      (await runFerry(['verify', join(bundle, 'Data'), join(target, 'Guest 2.utm/Data')])).exitCode,
    ).toBe(0);
  });

  it('is offered for copies only', async () => {
    const run = await runFerry(['move', '--new-identity', makeBundle('QEMU 4'), target]);
    expect(run.exitCode).toBe(2);
    expect(existsSync(join(home, 'Guest.utm'))).toBe(true);
  });
});
