import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Another process that swaps a path for a link to `elsewhere` and back, as fast as it can, until it is stopped. It is a real
 * second process: the engine cannot tell when it runs.
 */
export async function startSwapper(path: string, elsewhere: string): Promise<() => Promise<void>> {
  const script = `
    const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
    const [path, elsewhere] = process.argv.slice(1);
    let go = true;
    process.on('SIGTERM', () => { go = false; });
    const round = () => {
      if (!go) return;
      const end = Date.now() + 5;
      while (Date.now() < end) {
        try {
          renameSync(path, path + '.away');
          symlinkSync(elsewhere, path);
          unlinkSync(path);
        } catch {}
        try { renameSync(path + '.away', path); } catch {}
      }
      setImmediate(round);
    };
    process.stdout.write('ready');
    round();`;
  const child: ChildProcess = spawn(process.execPath, ['-e', script, path, elsewhere], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout as NodeJS.EventEmitter, 'data');
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
}
