import { errnoOf } from '../../errors.ts';
import type { MetadataLoss } from '../file-system.ts';
import { nativeError } from '../libc.ts';
import { keepingLoss } from '../portable/portable-file-system.ts';
import type { LinuxCalls } from './linux-calls.ts';

/** linux/limits.h XATTR_LIST_MAX and XATTR_SIZE_MAX: no list and no value can be longer. */
const attributeBytesMax = 65_536;

/** Used again for every file: 64 KiB of new memory for each of thousands is what then makes up a process. */
const nameList = Buffer.allocUnsafeSlow(attributeBytesMax);
const attributeValue = Buffer.allocUnsafeSlow(attributeBytesMax);

/**
 * Copies every extended attribute of `source` to `target`, links not followed. POSIX access lists are the attributes
 * `system.posix_acl_access` and `system.posix_acl_default`, so they travel the same way.
 */
export function copyAttributes(calls: LinuxCalls, source: string, target: string): MetadataLoss[] {
  const losses: MetadataLoss[] = [];
  for (const name of readAttributeNames(calls, source)) {
    losses.push(
      ...keepingLoss(target, lossName(name), () => {
        const bytes = readAttribute(calls, source, name, attributeValue);
        if (calls.lsetxattr(target, name, attributeValue, bytes, 0) !== 0) {
          throw nativeError(calls.libc, calls.errnoNames, 'lsetxattr', target);
        }
      }),
    );
  }
  return losses;
}

/**
 * Names that are another name for something carried over already: XFS shows root its own form of access lists
 * (xfs_acl.h SGI_ACL_FILE), which would be meaningless on any other volume.
 */
const otherNames = new Set(['trusted.SGI_ACL_FILE', 'trusted.SGI_ACL_DEFAULT']);

/** Names in the order the volume gives them; none where it has no attributes. */
export function readAttributeNames(calls: LinuxCalls, path: string): string[] {
  const bytes = calls.llistxattr(path, nameList, nameList.length);
  if (bytes >= 0)
    return nameList
      .toString('utf8', 0, bytes)
      .split('\0')
      .filter((name) => name !== '' && !otherNames.has(name));
  const error = nativeError(calls.libc, calls.errnoNames, 'llistxattr', path);
  if (errnoOf(error) === 'ENOTSUP' || errnoOf(error) === 'EOPNOTSUPP') return [];
  throw error;
}

/** Reads one value into `value` and answers its length in bytes. */
export function readAttribute(calls: LinuxCalls, path: string, name: string, value: Buffer): number {
  const bytes = calls.lgetxattr(path, name, value, value.length);
  if (bytes < 0) throw nativeError(calls.libc, calls.errnoNames, 'lgetxattr', path);
  return bytes;
}

function lossName(attribute: string): string {
  return attribute.startsWith('system.posix_acl_') ? 'access list' : `extended attribute ${attribute}`;
}
