import { Worker } from 'node:worker_threads';
import { AuditQueue } from './copy/audit-queue.ts';
import type { Control } from './copy/control.ts';
import type { HoleAuditor } from './copy/hole-auditor.ts';
import type { FileSystem } from './system/file-system.ts';
import { workerFile } from './worker-file.ts';

/** What `serveAsAuditor` finds in its workerData. */
export interface AuditorOrder {
  readonly vmFerryAudit: {
    readonly queueMemory: SharedArrayBuffer;
    readonly controlMemory: SharedArrayBuffer;
    /** Memory to read into, placed by the copying thread, which knows where it is best. */
    readonly buffer: Uint8Array;
  };
}

/** Holes were read and compared fastest with half of the second-level cache (test/bench). */
const bufferBytes = 512 * 1024;

/** It makes hardly any objects. */
const resourceLimits = { maxYoungGenerationSizeMb: 1 };

/** The thread that reads holes ahead of a copy. It is the copying thread's own, and ends with it at the latest. */
export class AuditorThread implements HoleAuditor {
  private readonly fileSystem: () => FileSystem;
  private readonly control: Control;
  private started: AuditQueue | undefined;

  constructor(fileSystem: () => FileSystem, control: Control) {
    this.fileSystem = fileSystem;
    this.control = control;
  }

  queue(): AuditQueue {
    this.started ??= this.start();
    return this.started;
  }

  end(): void {
    this.started?.close();
    this.started = undefined;
  }

  private start(): AuditQueue {
    const queue = new AuditQueue();
    const workerData: AuditorOrder = {
      vmFerryAudit: {
        queueMemory: queue.memory,
        controlMemory: this.control.memory,
        buffer: this.fileSystem().makeBuffer(bufferBytes),
      },
    };
    const worker = new Worker(workerFile(new URL('./audit-worker.ts', import.meta.url)), {
      workerData,
      resourceLimits,
    });
    // One that does not come up answers nothing, and the copy reads the holes itself.
    worker.on('error', () => queue.close());
    worker.unref();
    return queue;
  }
}
