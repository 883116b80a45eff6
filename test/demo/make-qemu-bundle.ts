import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { makeDiskImage } from './make-disk-image.ts';
import { runChild } from './run-child.ts';

const qcow2Name = 'B7D0F3E2-0B1C-4F62-8E0A-0E8F5A0D2C11.qcow2';

/** Whether a QEMU-backend virtual machine can be made here. */
export async function hasQemuImg(): Promise<boolean> {
  return (await runChild('qemu-img', ['--version']))?.status === 0;
}

/** A QEMU-backend virtual machine as UTM 5 writes it, with a qcow2 disk image. */
export async function makeQemuBundle(
  path: string,
  logicalBytes: number,
  dataBytes: number,
  workFolder: string,
): Promise<void> {
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeFileSync(join(path, 'config.plist'), build(config()));
  const raw = join(workFolder, 'raw.img');
  await makeDiskImage(raw, logicalBytes, dataBytes, workFolder);
  const made = await runChild('qemu-img', [
    'convert',
    '-q',
    '-O',
    'qcow2',
    raw,
    join(path, 'Data', qcow2Name),
  ]);
  rmSync(raw);
  if (made?.status !== 0) throw new Error(`qemu-img could not make the disk image: ${made?.output}`);
}

function config(): Parameters<typeof build>[0] {
  return {
    Backend: 'QEMU',
    ConfigurationVersion: 4,
    Information: {
      Name: 'Demo Windows',
      UUID: '4A8F5B1C-7C1C-4C35-8B43-1D2E3F405162',
      Icon: 'windows-11',
      IconCustom: false,
    },
    System: {
      Architecture: 'aarch64',
      Target: 'virt',
      CPU: 'default',
      CPUFlagsAdd: [],
      CPUFlagsRemove: [],
      CPUCount: 4,
      ForceMulticore: false,
      MemorySize: 8192,
      JITCacheSize: 0,
    },
    QEMU: {
      DebugLog: false,
      UEFIBoot: true,
      RNGDevice: true,
      BalloonDevice: false,
      TPMDevice: true,
      Hypervisor: true,
      AdditionalArguments: [],
    },
    Input: { UsbBusSupport: '3.0', UsbSharing: false, MaximumUsbShare: 3 },
    Sharing: { DirectoryShareMode: 'WebDAV', DirectoryShareReadOnly: false, ClipboardSharing: true },
    Display: [],
    Drive: [
      {
        ImageName: qcow2Name,
        ImageType: 'Disk',
        Interface: 'NVMe',
        InterfaceVersion: 1,
        Identifier: 'B7D0F3E2-0B1C-4F62-8E0A-0E8F5A0D2C11',
        ReadOnly: false,
      },
    ],
    Network: [
      {
        Mode: 'Shared',
        Hardware: 'virtio-net-pci',
        MacAddress: '5E:8A:01:02:03:05',
        IsolateFromHost: false,
        PortForward: [],
      },
    ],
    Serial: [],
    Sound: [{ Hardware: 'intel-hda' }],
  };
}
