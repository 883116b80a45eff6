import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageContent, Stretch } from './make-disk-image.ts';
import { runChild } from './run-child.ts';

const MiB = 2 ** 20;

/**
 * What Node's own SHA-256 and programs that know nothing of VM Ferry say about a copy, one claim a line.
 *
 * @param content of its raw disk image
 * @throws Error when one of them finds it different or unsound
 */
export async function checkCopy(
  source: string,
  copy: string,
  content: ImageContent | undefined,
): Promise<string[]> {
  const isImage = (name: string) => /\.(img|qcow2)$/.test(name);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(source, name)).isFile(),
  );
  const others = files.filter((name) => !isImage(name));
  for (const name of others) compareDigests(join(source, name), join(copy, name));
  const claims = [`${others.length === 1 ? others[0] : `${others.length} small files`}: same SHA-256`];
  for (const name of files.filter(isImage)) {
    const found = await checkImage(join(source, name), join(copy, name), content);
    if (found.length > 0) claims.push(`disk image: ${found.join(', ')}`);
  }
  return claims;
}

async function checkImage(before: string, after: string, content?: ImageContent): Promise<string[]> {
  // qemu-img would forgive a missing end that was all zeros.
  if (statSync(before).size !== statSync(after).size) throw new Error(`${after} is not as long as ${before}`);
  if (content !== undefined && content.stretches.length > 0) {
    compareDigests(before, after, content.stretches);
    return ['same length', `same SHA-256 of its ${content.stretches.length} stretches of data`];
  }
  const isRaw = content !== undefined;
  const format = isRaw ? 'raw' : 'qcow2';
  const claims = [
    isRaw
      ? await claimOf('e2fsck', ['-fn', after], 'sound for e2fsck')
      : await claimOf('qemu-img', ['check', '-q', after], 'sound for qemu-img'),
    await claimOf(
      'qemu-img',
      ['compare', '-q', '-f', format, '-F', format, before, after],
      'equal for qemu-img',
    ),
  ];
  return claims.filter(Boolean);
}

/** Empty when the program is not installed. */
async function claimOf(command: string, words: readonly string[], claim: string): Promise<string> {
  const outcome = await runChild(command, words);
  if (outcome === undefined) return '';
  if (outcome.status !== 0) throw new Error(`${command} complains about the copy:\n${outcome.output}`);
  return claim;
}

function compareDigests(before: string, after: string, stretches?: readonly Stretch[]): void {
  if (digestOf(before, stretches) !== digestOf(after, stretches))
    throw new Error(`${after} is not what ${before} is`);
}

function digestOf(path: string, stretches?: readonly Stretch[]): string {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(MiB);
  const fd = openSync(path, 'r');
  for (const { start, end } of stretches ?? [{ start: 0, end: statSync(path).size }])
    for (let at = start; at < end; ) {
      const read = readSync(fd, buffer, 0, Math.min(MiB, end - at), at);
      if (read === 0) throw new Error(`${path} ends too early`);
      hash.update(buffer.subarray(0, read));
      at += read;
    }
  closeSync(fd);
  return hash.digest('hex');
}
