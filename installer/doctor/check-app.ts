import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appIdentity, oldestMacOS } from '../app-identity.ts';
import { readBundle } from '../bundle-facts.ts';
import { readRecord } from '../installation-record.ts';
import { runProgram } from '../run-program.ts';
import { answersOf, type Check } from './check.ts';
import type { DoctorWorld } from './doctor-world.ts';

export async function checkMacOSVersion({ isMac, programs }: DoctorWorld): Promise<Check> {
  const answer = answersOf('macos-version');
  if (!isMac) return answer.notHere('The app is for macOS; the command line works here as well.');
  const version = (await runProgram(programs.swVers, ['-productVersion'])).stdout.trim();
  if (version === '') return answer.unknown('The version of macOS could not be read.');
  return isOlder(version, oldestMacOS)
    ? answer.broken(`macOS ${version}`, `VM Ferry needs macOS ${oldestMacOS} or later.`)
    : answer.ok(`macOS ${version}`);
}

/** Is the app where it belongs, once, and the one that was installed? */
export async function checkApp({ isMac, appPath, places }: DoctorWorld): Promise<Check> {
  const answer = answersOf('app');
  if (!isMac) return answer.notHere('The app is for macOS.');
  const record = readRecord(places.state);
  const wasInstalled = record.kind === 'record' && record.record.traces.some((trace) => trace.step === 'app');
  if (appPath === undefined)
    return wasInstalled
      ? answer.broken(`${appIdentity.name} was installed, and its app is gone.`, 'Install it again.')
      : answer.attention(
          `${appIdentity.name}.app is in no Applications folder. The command line works without it.`,
          'For the Quick Actions and the menu bar, install the app.',
        );
  const both = [places.systemApplications, places.userApplications]
    .map((folder) => join(folder, `${appIdentity.name}.app`))
    .filter((path) => existsSync(path));
  if (both.length > 1)
    return answer.attention(
      `There are two: ${both.join(' and ')}.`,
      'Keep one of them, or macOS may open the other.',
    );
  return answer.ok(`${appPath}, version ${readBundle(appPath)?.version ?? 'unknown'}`);
}

/** macOS gives consent and shows notifications by the signature, so a wrong one is felt everywhere. */
export async function checkSignature({ isMac, appPath, programs }: DoctorWorld): Promise<Check> {
  const answer = answersOf('signature');
  if (!isMac || appPath === undefined) return answer.notHere('There is no app to look at.');
  const verified = await runProgram(programs.codesign, ['--verify', '--deep', '--strict', appPath], {
    timeoutMs: 120_000,
  });
  if (verified.exitCode === null) return answer.unknown(verified.problem);
  if (verified.exitCode !== 0)
    return answer.broken(
      `The app’s signature is not valid (${lastLine(verified.stderr)}).`,
      'Something was changed in it, or it did not arrive whole. Install it again.',
    );
  // codesign describes a signature on stderr.
  const said = (await runProgram(programs.codesign, ['--display', '--verbose=2', appPath])).stderr;
  const identifier = /^Identifier=(.*)$/m.exec(said)?.[1] ?? '';
  if (identifier !== appIdentity.bundleIdentifier)
    return answer.broken(
      `The app is signed as “${identifier}” and not as ${appIdentity.bundleIdentifier}.`,
      'Its notifications would vanish. Install it again.',
    );
  if (/^Signature=adhoc$/m.test(said))
    return answer.attention(
      'Signed for this Mac alone (ad hoc).',
      'Works. After an update macOS may ask again for consent that you gave before.',
    );
  const team = /^TeamIdentifier=(.*)$/m.exec(said)?.[1] ?? 'unknown';
  return answer.ok(`Signed by team ${team}.`);
}

/** Did the last installation come to its end? */
export async function checkInstallation({ isMac, places }: DoctorWorld): Promise<Check> {
  const answer = answersOf('installation');
  if (!isMac) return answer.notHere('Nothing is installed; nothing has to be.');
  const found = readRecord(places.state);
  if (found.kind === 'unreadable')
    return answer.attention(`${found.problem}.`, 'Use the version of VM Ferry that installed it.');
  if (found.kind === 'none')
    return answer.attention(
      'Nothing is written down about an installation.',
      'Open VM Ferry once, and it puts its pieces in place.',
    );
  if (found.record.status !== 'complete')
    return answer.broken(
      'The last installation or removal did not come to its end.',
      'Do it again: it puts everything right.',
    );
  return answer.ok(`Version ${found.record.version}, installed ${found.record.at.slice(0, 10)}`);
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const differing = [0, 1].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return differing !== undefined && (a[differing] ?? 0) < (b[differing] ?? 0);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
