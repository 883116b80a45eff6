/** The worker's own file when the engine runs from its sources; see worker-file.ts. */
import { serveAsWorker } from './serve-as-worker.ts';

serveAsWorker();
