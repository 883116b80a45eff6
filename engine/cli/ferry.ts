#!/usr/bin/env node
/**
 * The file that is run. A bundle is one file for the command line and for its copying thread; the thread must not pay for
 * what only the command line needs (records, arguments, words: about 10 MiB), so all of that is loaded behind this line.
 */
import { serveAsWorker } from '../serve-as-worker.ts';

if (!serveAsWorker()) await import('./main.ts');
