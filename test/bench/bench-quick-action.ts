/**
 * `npm run bench:quick-action`: how long Automator waits for a Quick Action, from the start of the shell until its pipes are closed,
 * with the built engine. Medians of 15 runs each, after two that do not count.
 */
import { rmSync } from 'node:fs';
import { createTransfer } from '#engine/transfers';
import { Finder } from '../support/finder.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';

const runs = 15;
const { folder, dispose } = makeKeptFolder();
const finder = new Finder(folder);
const paths = Array.from({ length: 10 }, (_, i) => finder.machine(`VM ${i}.utm`));

for (const shell of ['sh', 'zsh'])
  for (const [selected, earlier] of [
    [1, 0],
    [10, 0],
    [10, 1000],
  ] as const) {
    const times: number[] = [];
    for (let run = -2; run < runs; run++) {
      rmSync(finder.state, { recursive: true, force: true });
      for (let i = 0; i < earlier; i++) createTransfer(finder.state, transferRequest(`/VMs/${i}.utm`, '/T9'));
      const started = performance.now();
      const { exitCode } = await finder.pick('copy', paths.slice(0, selected), shell);
      if (run >= 0) times.push(performance.now() - started);
      if (exitCode !== 0) throw new Error(`it answered ${exitCode}`);
      await finder.dispose();
    }
    times.sort((a, b) => a - b);
    const [least, median, most] = [0, Math.floor(runs / 2), runs - 1].map((i) => Math.round(times[i] ?? 0));
    console.log(
      `${shell}, ${selected} selected, ${earlier} earlier transfers: median ${median} ms (${least} to ${most})`,
    );
  }
await finder.dispose();
dispose();
