import { build, buildBinary, type PlistValue } from 'plist';

/*
 * Configs of every version and backend, written by us from the documented keys (utm-format.md sections 3 and 4). No UTM wrote
 * them: they prove that we understand the format as it is documented.
 */
const driveId = '4E4F2C7A-6D0B-4B8E-9B63-0E6A3C1F5D21';

const appleCommon = {
  Backend: 'Apple',
  ConfigurationVersion: 4,
  Display: [{ HeightPixels: 1200, WidthPixels: 1920, PixelsPerInch: 226, DynamicResolution: true }],
  Drive: [
    { Identifier: driveId, ImageName: `${driveId}.img`, Nvme: false, ReadOnly: false },
    { Identifier: 'B7C1B5E4-1C43-4A3F-8C8E-60E7A4B6F0AA', ReadOnly: true },
  ],
  Network: [{ MacAddress: 'aa:bb:cc:00:11:22', Mode: 'Shared' }],
  Serial: [],
  Virtualization: { Audio: true, Balloon: true, ClipboardSharing: true, Rosetta: false },
};

export const sampleConfigs = {
  'Apple macOS 4': {
    ...appleCommon,
    Information: {
      Name: 'Sequoia',
      UUID: '11111111-2222-4333-8444-555555555555',
      Icon: 'mac',
      IconCustom: false,
      Notes: 'Line one\nline <two> & "three"',
    },
    System: {
      Architecture: 'aarch64',
      CPUCount: 4,
      MemorySize: 8192,
      Boot: { OperatingSystem: 'macOS', UEFIBoot: false },
      MacPlatform: {
        HardwareModel: Buffer.from('hardware model \u0000\u0001\u00ff', 'latin1'),
        MachineIdentifier: Buffer.from('machine identifier \u0000\u0001\u00fe', 'latin1'),
        AuxiliaryStoragePath: 'AuxiliaryStorage',
      },
    },
    SomethingNew: { When: new Date('2026-11-24T10:11:12Z'), Count: 12, Share: 0.25, List: [1, 'two', true] },
  },
  'Apple Linux 4': {
    ...appleCommon,
    Information: { Name: 'Linux', UUID: '99999999-2222-4333-8444-555555555555', IconCustom: false },
    System: {
      Architecture: 'aarch64',
      CPUCount: 0,
      MemorySize: 4096,
      Boot: { OperatingSystem: 'Linux', UEFIBoot: true, EfiVariableStoragePath: 'efi_vars.fd' },
      GenericPlatform: { machineIdentifier: Buffer.from('generic') },
    },
    Network: [
      { MacAddress: 'aa:bb:cc:00:11:22', Mode: 'Shared' },
      { MacAddress: 'AA:BB:CC:00:11:33', Mode: 'Bridged', BridgeInterface: 'en0' },
    ],
  },
  'QEMU 4': {
    Backend: 'QEMU',
    ConfigurationVersion: 4,
    Information: {
      Name: 'Ubuntu',
      UUID: '77777777-2222-4333-8444-555555555555',
      Icon: 'ubuntu',
      IconCustom: false,
    },
    System: {
      Architecture: 'aarch64',
      Target: 'virt',
      CPU: 'default',
      CPUFlagsAdd: [],
      CPUCount: 2,
      MemorySize: 4096,
      JITCacheSize: 0,
    },
    QEMU: { DebugLog: false, UEFIBoot: true, Hypervisor: true, AdditionalArguments: [] },
    Input: { UsbBusSupport: '3.0', UsbSharing: false, MaximumUsbShare: 3 },
    Sharing: { DirectoryShareMode: 'None', ClipboardSharing: true },
    Display: [{ Hardware: 'virtio-gpu-pci' }],
    Drive: [
      {
        Identifier: driveId,
        ImageName: `${driveId}.qcow2`,
        ImageType: 'Disk',
        Interface: 'VirtIO',
        InterfaceVersion: 1,
        ReadOnly: false,
      },
      { Identifier: 'CD', ImageType: 'CD', Interface: 'USB', ReadOnly: true },
    ],
    Network: [
      { Hardware: 'virtio-net-pci', MacAddress: '52:54:00:AB:CD:EF', Mode: 'Shared', PortForward: [] },
    ],
    Serial: [],
    Sound: [{ Hardware: 'intel-hda' }],
  },
  'Apple 3': {
    version: 3,
    isAppleVirtualization: true,
    name: 'Old Apple',
    architecture: 'arm64',
    iconCustom: false,
    notes: '',
    cpuCount: 4,
    memorySize: 4096,
    bootLoader: { operatingSystem: 'macOS' },
    macPlatform: {
      hardwareModel: Buffer.from('hardware'),
      machineIdentifier: Buffer.from('machine'),
      auxiliaryStoragePath: 'AuxiliaryStorage',
    },
    networkDevices: [{ macAddress: '0a:0b:0c:0d:0e:0f', mode: 'Shared' }],
    diskImages: [{ sizeMib: 65_536, isReadOnly: false, isExternal: false, imagePath: 'disk.img' }],
    isAudioEnabled: true,
  },
  'QEMU 2': {
    ConfigurationVersion: 2,
    System: {
      Architecture: 'x86_64',
      Memory: 2048,
      CPUCount: 2,
      Target: 'q35',
      SystemUUID: '88888888-2222-4333-8444-555555555555',
    },
    Display: {},
    Input: {},
    Networking: { NetworkEnabled: true, NetworkCard: 'e1000', NetworkCardMAC: '52:54:00:11:22:33' },
    Drives: [
      {
        DriveName: 'drive0',
        ImagePath: 'disk-0.qcow2',
        ImageType: 'disk',
        InterfaceType: 'ide',
        Removable: false,
      },
    ],
    Info: { Icon: 'windows', IconCustom: false, Notes: 'old' },
  },
  'QEMU 1': {
    System: { Architecture: 'ppc', Memory: 512, CPUCount: 1, Target: 'mac99' },
    Networking: { NetworkEnabled: true, NetworkCardMAC: '' },
    Drives: [{ ImagePath: 'disk.img', Cdrom: false, InterfaceType: 'ide' }],
  },
} satisfies Readonly<Record<string, PlistValue>>;

export type SampleName = keyof typeof sampleConfigs;
export const sampleNames = Object.keys(sampleConfigs) as SampleName[];

/** The files' folder and name of a sample's first disk image. */
export function sampleImage(name: SampleName): string {
  if (name === 'QEMU 1') return 'Images/disk.img';
  if (name === 'QEMU 2') return 'Images/disk-0.qcow2';
  if (name === 'Apple 3') return 'Data/disk.img';
  return `Data/${driveId}.${name === 'QEMU 4' ? 'qcow2' : 'img'}`;
}

/** As UTM writes it (XML), or as a tool may have converted it. */
export function configBytes(name: SampleName, format: 'xml' | 'binary' = 'xml'): Buffer {
  const value: PlistValue = sampleConfigs[name];
  return Buffer.from(format === 'xml' ? build(value, { indent: '\t' }) : buildBinary(value));
}
