import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { build } from 'plist';
import { SeededRandom } from '../support/seeded-random.ts';
import { type ImageContent, makeDiskImage } from './make-disk-image.ts';

const imageName = '6F9C2A10-52C1-4B1E-9C55-0D3B6B8E1A77.img';

/** An Apple-backend virtual machine as UTM 5 writes it: config.plist version 4, screenshot, firmware files, one raw disk image. */
export function makeAppleBundle(
  path: string,
  logicalBytes: number,
  dataBytes: number,
  workFolder: string,
): Promise<ImageContent> {
  const random = new SeededRandom(3);
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeFileSync(join(path, 'config.plist'), build(config()));
  writeFileSync(join(path, 'screenshot.png'), screenshot(320, 200));
  writeFileSync(join(path, 'Data/AuxiliaryStorage'), random.bytes(32 * 1024 * 1024).fill(0, 65_536));
  writeFileSync(join(path, 'Data/efi_vars.fd'), random.bytes(131_072));
  return makeDiskImage(join(path, 'Data', imageName), logicalBytes, dataBytes, workFolder);
}

function config(): Parameters<typeof build>[0] {
  return {
    Backend: 'Apple',
    ConfigurationVersion: 4,
    Information: {
      Name: 'Demo Linux',
      UUID: '0C8E1F4C-3B0B-4E0C-8A52-6C6A2F1E9D01',
      Icon: 'debian',
      IconCustom: false,
      Notes: 'Made by npm run demo',
    },
    System: {
      Architecture: 'aarch64',
      CPUCount: 4,
      MemorySize: 4096,
      Boot: { OperatingSystem: 'Linux', UEFIBoot: true, EfiVariableStoragePath: 'efi_vars.fd' },
      GenericPlatform: { machineIdentifier: identifier('machine') },
      // Names Data/AuxiliaryStorage: UTM deletes what its configuration does not name.
      MacPlatform: {
        HardwareModel: identifier('hardware model'),
        MachineIdentifier: identifier('Mac'),
        AuxiliaryStoragePath: 'AuxiliaryStorage',
      },
    },
    Display: [{ WidthPixels: 1920, HeightPixels: 1200, PixelsPerInch: 226 }],
    Drive: [
      {
        ImageName: imageName,
        ReadOnly: false,
        Nvme: false,
        Identifier: '6F9C2A10-52C1-4B1E-9C55-0D3B6B8E1A77',
      },
    ],
    Network: [{ Mode: 'Shared', MacAddress: '5e:8a:01:02:03:04' }],
    Serial: [],
    Virtualization: {
      Audio: true,
      Balloon: true,
      Entropy: true,
      Keyboard: 'Generic',
      Pointer: 'Mouse',
      Rosetta: false,
      ClipboardSharing: true,
    },
  };
}

/** Bytes that stand for one of Apple's opaque identifiers. */
function identifier(of: string): Buffer {
  return createHash('sha256').update(`demo ${of}`).digest();
}

/** A plain dark picture in PNG: signature, header, one compressed data chunk, end (PNG specification 11.2). */
function screenshot(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x28)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
