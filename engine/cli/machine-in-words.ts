import type { MachineReport } from '#engine';
import { shown, sizeInWords } from './words.ts';

/** What `ferry doctor` found, line by line. */
export function machineInWords(report: MachineReport): string[] {
  const rows: [string, string][] = [
    ['Machine', `${report.platform} ${report.architecture}, Node ${report.nodeVersion}`],
    ['File system calls', `${report.fileSystem} (${report.fileSystemReason})`],
    ['Folder', shown(report.folder)],
    [
      'Volume',
      `${report.volume.typeName}, ${sizeInWords(report.volume.freeBytes)} free of ${sizeInWords(report.volume.totalBytes)}`,
    ],
    [
      'Holes',
      ability(report.canHoldHoles, 'yes, sparse copies stay sparse', 'no, a copy here takes its full size'),
    ],
    ['Clones', ability(report.canClone, 'yes, copies on this volume take no space', 'no')],
    ['Holes when reading', holesInWords(report)],
    [
      'Extended attributes',
      report.volume.keepsExtendedAttributes ? 'carried over' : 'not looked at on this system',
    ],
    ...(report.probeProblem === ''
      ? []
      : [['Problem', `the folder could not be tried: ${shown(report.probeProblem)}`] as [string, string]]),
  ];
  return rows.map(([label, text]) => `${label.padEnd(20)} ${text}`);
}

function ability(can: boolean | undefined, yes: string, no: string): string {
  if (can === undefined) return 'not known';
  return can ? yes : no;
}

function holesInWords(report: MachineReport): string {
  return report.defaultHoles === 'trust'
    ? 'trusted: this volume is known to report its holes rightly'
    : 'audited: each reported hole is read and must hold zeros (slower, and safe)';
}
