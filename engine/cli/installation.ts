import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One thing that the installer has looked at. Its names and states are the installer's. */
export interface InstallationCheck {
  readonly name: string;
  readonly state: 'ok' | 'attention' | 'broken' | 'unknown' | 'not-here';
  readonly found: string;
  readonly advice: string;
  /** Pane of System Settings in which it is done; empty when it is done elsewhere. */
  readonly paneAddress: string;
}

/** What `installer.mjs examine` prints. */
export interface Installation {
  readonly appPath: string | null;
  readonly checks: readonly InstallationCheck[];
  readonly isBroken: boolean;
}

/** Signatures of a few hundred MB are verified, and macOS may ask the person for consent meanwhile. */
const timeoutMs = 5 * 60_000;

/**
 * What the installer says about the app around this engine. The engine may not know the installer, so it is asked as a program:
 * the one that lies beside this one where both were built.
 *
 * @returns undefined when there is none, as among the sources
 */
export async function examineInstallation(): Promise<Installation | undefined> {
  const installer = fileURLToPath(new URL('./installer.mjs', import.meta.url));
  if (!existsSync(installer)) return undefined;
  return new Promise((answered) => {
    execFile(process.execPath, [installer, 'examine'], { timeout: timeoutMs }, (error, stdout) => {
      try {
        if (error !== null) throw error;
        answered(JSON.parse(stdout) as Installation);
      } catch (thrown) {
        answered(unanswered(thrown instanceof Error ? thrown.message : String(thrown)));
      }
    });
  });
}

function unanswered(problem: string): Installation {
  const found = `It could not be looked at: ${problem.split('\n')[0]}`;
  const check = {
    name: 'installation',
    state: 'broken',
    found,
    advice: 'Install VM Ferry again.',
    paneAddress: '',
  } as const;
  return { appPath: null, checks: [check], isBroken: true };
}
