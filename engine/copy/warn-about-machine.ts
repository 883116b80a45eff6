import type { Machine, MachineImage } from '../bundle/read-machine.ts';
import { type Use, useInWords } from '../bundle/read-use.ts';
import { type BundleScan, inFolder, pathIn } from '../bundle/scan-bundle.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyRequest } from './copy-request.ts';

/** Tells what is special about the machine and stops nothing. */
export function warnAboutMachine(
  scan: BundleScan,
  machine: Machine,
  request: CopyRequest,
  observer: CopyObserver,
): void {
  if (machine.savedState !== undefined) {
    const path = inFolder(scan.root, machine.savedState.relativePath);
    observer.warned({ code: 'SUSPENDED', message: suspendedInWords(machine.savedState.kind, request), path });
  }
  for (const image of machine.images) {
    const path = pathIn(scan.root, image.entry);
    const needed = neededFile(scan, image);
    if (needed !== undefined)
      observer.warned({
        code: 'OTHER_FILE_NEEDED',
        message: `${path} needs ${needed}, which is not in the bundle and is not copied with it.`,
        path,
      });
    if (image.head?.qcow2?.isMarkedCorrupt === true)
      observer.warned({
        code: 'IMAGE_DAMAGED',
        message: `QEMU has marked ${path} as damaged. It is copied as it is.`,
        path,
      });
  }
}

/** Before the copy of a VM that is in use, or may be. */
export function warnAboutUse(use: Use, isSnapshot: boolean, observer: CopyObserver): void {
  if (use.kind === 'unknown') {
    observer.warned({
      code: 'USE_UNKNOWN',
      message: `${useInWords(use)} Make sure that the VM is shut down.`,
    });
  }
  if (use.kind !== 'in use') return;
  const worth = isSnapshot
    ? 'Each disk image is copied as it was at one moment, as after a power cut; two of them may be a moment apart. The guest will check them when it starts.'
    : 'What the guest writes meanwhile may be in the copy by halves, so the copy may not start. It is better than nothing, and no backup.';
  observer.warned({
    code: 'COPIED_WHILE_RUNNING',
    message: `${useInWords(use)} ${worth}`,
    path: use.path,
  });
}

function suspendedInWords(kind: 'file' | 'snapshot', request: CopyRequest): string {
  const clean = 'For a clean start, resume it in UTM, shut it down there, and';
  if (request.verb === 'move')
    return `The VM is suspended, and UTM on this Mac knows that of the old place only. After the move it starts cold, as after a power cut. ${clean} move it then.`;
  if (request.newIdentity !== undefined && kind === 'file')
    return `The VM is suspended. The copy starts without its saved state, as after a power cut, since that belongs to the old network address. ${clean} copy it then.`;
  return `The VM is suspended. Its saved state is copied, but only this Mac can use it: elsewhere the copy starts cold, as after a power cut. ${clean} copy it then.`;
}

function neededFile(scan: BundleScan, { entry, head }: MachineImage): string | undefined {
  if (head?.qcow2?.hasExternalData === true) return 'another file that holds its data';
  const name = head?.qcow2?.backingFile;
  if (name === undefined) return undefined;
  const folder = entry.relativePath.slice(0, entry.relativePath.lastIndexOf('/') + 1);
  const beside = name.startsWith('/') ? name : inFolder(scan.root, folder + name);
  return scan.entries.some((each) => pathIn(scan.root, each) === beside)
    ? undefined
    : `the disk image ${name}`;
}
