import { type BundleDescription, type DiskImage, useInWords } from '#engine';
import { holeStrip } from './hole-strip.ts';
import type { Inspection } from './inspection.ts';
import { countInWords, shown, sizeInWords } from './words.ts';

/** What people see the machine called: its own name, else its file's. */
export function bundleName({ config, path }: BundleDescription): string {
  return config?.name ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.utm$/i, '');
}

/** A bundle as a person wants to read it, line by line. */
export function bundleInWords({ bundle, reclaim }: Inspection): string[] {
  const { config } = bundle;
  const rows: [string, string | undefined][] = [
    ['Where', bundle.path],
    ['Kind', kindInWords(bundle)],
    ['Guest', guestInWords(bundle)],
    ['Hardware', hardwareInWords(bundle)],
    [
      'Size',
      `${sizeInWords(bundle.logicalBytes)}, of which ${sizeInWords(bundle.allocatedBytes)} take space (${countInWords(bundle.entries, 'entry', 'entries')})`,
    ],
    ['Reclaim', reclaim === undefined ? undefined : reclaimInWords(reclaim.reclaimableBytes)],
    [
      'Network',
      config === undefined || config.macAddresses.length === 0 ? undefined : config.macAddresses.join(', '),
    ],
    ['State', stateInWords(bundle)],
    ...bundle.dataless.map((path): [string, string] => ['In iCloud', `${path} is not on this Mac`]),
    ...bundle.missingImages.map((name): [string, string] => [
      'Missing',
      `${name}, a drive that config.plist names`,
    ]),
    [
      'Note',
      bundle.configProblem === undefined
        ? undefined
        : `${bundle.configProblem}; it can be copied all the same`,
    ],
  ];
  return [
    shown(bundleName(bundle)),
    ...rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(9)} ${shown(text)}`])),
    ...bundle.images.flatMap(imageInWords),
    ...legend(bundle),
  ];
}

function imageInWords(image: DiskImage): string[] {
  const { capacityBytes } = image;
  const drive =
    capacityBytes === undefined || !image.isNamed
      ? ''
      : `a drive of ${sizeInWords(capacityBytes)} for the guest; `;
  const file = `a file of ${sizeInWords(image.logicalBytes)}, `;
  const isOwnSize = capacityBytes === image.logicalBytes && image.isNamed;
  const holds = `${sizeInWords(image.allocatedBytes)} on the volume (${shareInWords(image)}), ${countInWords(image.dataExtents, 'stretch', 'stretches')} of data`;
  return [
    '',
    `  ${shown(image.relativePath)}${image.format === undefined ? '' : `  (${image.format})`}`,
    `    ${drive}${isOwnSize ? '' : file}${image.isDataless ? 'not on this Mac' : holds}`,
    ...(image.strip.length === 0 ? [] : [`    ${holeStrip(image.strip)}`]),
    ...notesOn(image).map((note) => `    ${shown(note)}`),
  ];
}

/** A block may be longer than the file in it. */
function shareInWords({ logicalBytes, allocatedBytes }: DiskImage): string {
  if (allocatedBytes === 0 || logicalBytes === 0) return '0 %';
  const percent = Math.min(100, (allocatedBytes / logicalBytes) * 100);
  return percent < 1 ? 'less than 1 %' : `${Math.round(percent)} %`;
}

function notesOn(image: DiskImage): string[] {
  const { snapshots } = image;
  return [
    ...(snapshots.length === 0
      ? []
      : [
          `${countInWords(snapshots.length, 'snapshot')} inside: ${snapshots.map(({ name, id }) => name || id).join(', ')}`,
        ]),
    ...(image.backingFile === undefined ? [] : [`holds only the differences to ${image.backingFile}`]),
    ...(image.isMarkedCorrupt ? ['QEMU has marked it as damaged'] : []),
    ...(image.isDirty && !image.isMarkedCorrupt
      ? ['QEMU did not close it: it is running, or was cut off']
      : []),
    ...(image.isNamed
      ? []
      : ['config.plist does not name it; UTM deletes such files when settings are saved']),
  ];
}

function legend(bundle: BundleDescription): string[] {
  return bundle.images.length === 0
    ? ['', '  No disk images.']
    : ['', '  Each strip shows a disk image from its start to its end: · is a hole, ░▒▓█ hold data.'];
}

function kindInWords({ config }: BundleDescription): string | undefined {
  if (config?.backend === undefined) return undefined;
  const backend = config.backend === 'Apple' ? 'Apple Virtualization' : config.backend;
  const version = config.configurationVersion;
  return version === undefined || version >= 4
    ? backend
    : `${backend}, settings of an older UTM (version ${version})`;
}

/** QEMU machines do not say which system they are; the icon that somebody gave them is the best there is. */
function guestInWords({ config }: BundleDescription): string | undefined {
  const byIcon =
    config?.icon === undefined || config.isIconCustom ? undefined : `${config.icon} (by its icon)`;
  return [config?.guestSystem ?? byIcon, config?.architecture].filter(Boolean).join(', ') || undefined;
}

/** Memory is counted in powers of 1024, as UTM and the guest do. */
function hardwareInWords({ config }: BundleDescription): string | undefined {
  const mib = config?.memoryMib;
  const memory = mib === undefined ? '' : `${mib % 1024 === 0 ? `${mib / 1024} GB` : `${mib} MB`} of memory`;
  const cores = config?.cpuCount === undefined ? '' : countInWords(config.cpuCount, 'core');
  return [memory, cores].filter(Boolean).join(', ') || undefined;
}

function stateInWords({ use, savedState }: BundleDescription): string {
  if (use.kind === 'in use') return `running, or open: ${useInWords(use)}`;
  const suspended =
    savedState === undefined
      ? ''
      : `suspended (${savedState.relativePath} holds its state); elsewhere a copy starts cold. `;
  if (use.kind === 'free') return suspended === '' ? 'not in use' : `${suspended}Not in use.`;
  return suspended + useInWords(use);
}

function reclaimInWords(bytes: number): string {
  return bytes === 0
    ? 'nothing: no zeros take space'
    : `${sizeInWords(bytes)} of zeros take space; “ferry copy --holes scan” leaves them out`;
}
