import type { BundleDescription, DiskImage } from '#engine';
import { holeStrip } from './hole-strip.ts';
import { bytesInWords, countInWords, shown } from './words.ts';

/** A bundle as a person wants to read it, line by line. */
export function bundleInWords(bundle: BundleDescription): string[] {
  const { config } = bundle;
  const fileName = bundle.path.slice(bundle.path.lastIndexOf('/') + 1);
  const rows: [string, string | undefined][] = [
    ['Where', shown(bundle.path)],
    ['Backend', backendInWords(config?.backend)],
    ['Guest', [config?.guestSystem, config?.architecture].filter(Boolean).join(', ') || undefined],
    ['Memory', config?.memoryMib === undefined ? undefined : memoryInWords(config.memoryMib)],
    [
      'Size',
      `${bytesInWords(bundle.logicalBytes)}, of which ${bytesInWords(bundle.allocatedBytes)} take space (${countInWords(bundle.entries, 'entry', 'entries')})`,
    ],
    [
      'Note',
      bundle.configProblem === undefined
        ? undefined
        : `${bundle.configProblem}; it can be copied all the same`,
    ],
  ];
  const facts = rows.flatMap(([label, text]) =>
    text === undefined ? [] : [`  ${label.padEnd(8)} ${shown(text)}`],
  );
  return [
    shown(config?.name ?? fileName),
    ...facts,
    ...bundle.images.flatMap(imageInWords),
    ...legend(bundle),
  ];
}

function imageInWords(image: DiskImage): string[] {
  const share = image.logicalBytes === 0 ? 0 : Math.round((image.allocatedBytes / image.logicalBytes) * 100);
  return [
    '',
    `  ${shown(image.relativePath)}`,
    `    ${bytesInWords(image.logicalBytes)} seen by the guest, ${bytesInWords(image.allocatedBytes)} on the volume (${share} %), ${countInWords(image.dataExtents, 'stretch', 'stretches')} of data`,
    `    ${holeStrip(image.strip)}`,
  ];
}

function legend(bundle: BundleDescription): string[] {
  return bundle.images.length === 0
    ? ['', '  No disk images.']
    : ['', '  Each line shows a disk image from its start to its end: · is a hole, █ is data.'];
}

/** Memory is counted in powers of 1024, as UTM and the guest do. */
function memoryInWords(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024} GB` : `${mib} MB`;
}

function backendInWords(backend: string | undefined): string | undefined {
  if (backend === 'Apple') return 'Apple Virtualization';
  return backend;
}
