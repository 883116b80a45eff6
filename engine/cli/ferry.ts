#!/usr/bin/env node
/**
 * The file that is run. A bundle is one file for the command line and for its copying thread; neither may pay for what only the
 * other needs, so all of that is loaded behind this file. The thread is started first: what it loads (native calls, the copy) and
 * what the command line loads (arguments, records, words) then load at the same time.
 */
import { isMainThread } from 'node:worker_threads';
import { startThreadAhead } from '../start-job.ts';

/** Commands that copy, and so need a second thread in a moment. */
const copies: ReadonlySet<string | undefined> = new Set(['copy', 'move', 'run', 'resume', 'verify']);

if (isMainThread) {
  if (copies.has(process.argv[2])) startThreadAhead();
  await import('./main.ts');
} else {
  const { serveAsAuditor } = await import('../serve-as-auditor.ts');
  if (!serveAsAuditor()) (await import('../serve-as-worker.ts')).serveAsWorker();
}
