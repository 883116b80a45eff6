import { workerData } from 'node:worker_threads';
import type { AuditorOrder } from './auditor-thread.ts';
import { AuditQueue } from './copy/audit-queue.ts';
import { Control } from './copy/control.ts';
import { isAllZeros } from './copy/zero-runs.ts';
import { nextChunkEnd } from './extents/next-chunk-end.ts';
import { PortableFile } from './system/portable/portable-file.ts';

/**
 * Reads holes for a copying thread, if this thread was started for that; loads nothing native, so that it costs little memory.
 *
 * @returns false when it was not: go on as usual
 */
export function serveAsAuditor(): boolean {
  const order = (workerData as AuditorOrder | undefined)?.vmFerryAudit;
  if (order === undefined) return false;
  const { buffer: bytes } = order;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const control = new Control(order.controlMemory);
  new AuditQueue(order.queueMemory).serve(
    () => control.mayHelp(),
    (descriptor, start, end) => auditStretch(descriptor, start, end, buffer),
  );
  return true;
}

function auditStretch(descriptor: number, start: number, end: number, buffer: Buffer) {
  const file = new PortableFile('', descriptor);
  try {
    for (let position = start; position < end; ) {
      const next = nextChunkEnd(position, end, buffer.length);
      const bytes = file.read(buffer, 0, next - position, position);
      if (bytes === 0) return 'unreadable';
      if (!isAllZeros(buffer, 0, bytes)) return 'not zeros';
      position += bytes;
    }
    return 'zeros';
  } catch {
    // The copying thread meets the same error, and says which file it is.
    return 'unreadable';
  }
}
