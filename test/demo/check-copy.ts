import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What programs that know nothing of VM Ferry say about the disk images of a copy; throws when one of them complains. */
export function checkCopy(source: string, copy: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(join(copy, 'Data'))) {
    const [before, after] = [join(source, 'Data', name), join(copy, 'Data', name)];
    if (name.endsWith('.img') && looksLikeExt4(before))
      found.push(run('e2fsck', ['-fn', after], 'e2fsck finds the file system in the copy sound'));
    if (name.endsWith('.qcow2')) {
      found.push(run('qemu-img', ['check', '-q', after], 'qemu-img finds the disk image in the copy sound'));
      found.push(run('qemu-img', ['compare', '-q', before, after], 'and equal to the original'));
    }
  }
  return found.filter(Boolean);
}

function looksLikeExt4(image: string): boolean {
  return spawnSync('e2fsck', ['-fn', image], { stdio: 'ignore' }).status === 0;
}

function run(command: string, words: readonly string[], claim: string): string {
  const { error, status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (error !== undefined) return '';
  if (status !== 0) throw new Error(`${command} complains about the copy:\n${stdout}${stderr}`);
  return claim;
}
