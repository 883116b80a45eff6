/** The worker's own file when the engine runs from its sources; a one-file bundle serves as its own worker. */
import { serveAsWorker } from './serve-as-worker.ts';

serveAsWorker();
