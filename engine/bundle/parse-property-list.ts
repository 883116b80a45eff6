import { BinaryPlist } from './binary-plist.ts';
import type { PropertyList } from './property-list.ts';
import { XmlPlist } from './xml-plist.ts';

/**
 * Reads XML or binary. Every value is reached within limits (`valuesMax`, `depthMax`), whatever the bytes are.
 *
 * @throws Error of many kinds on damaged input; `value()` may throw too. All mean the same: this is no property list
 */
export function parsePropertyList(bytes: Buffer): PropertyList {
  return bytes.toString('latin1', 0, 6) === 'bplist' ? new BinaryPlist(bytes) : new XmlPlist(bytes);
}
