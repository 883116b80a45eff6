/** What a recorder runs: LOG EXIT-CODE WORDS… */
import { appendFileSync } from 'node:fs';

const [log, exitCode, ...words] = process.argv.slice(2);
appendFileSync(log ?? '', `${JSON.stringify({ words, env: process.env, cwd: process.cwd() })}\n`);
process.exitCode = Number(exitCode);
