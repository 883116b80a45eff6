import {
  depthMax,
  type PlistPath,
  type PlistValue,
  type PropertyList,
  type StringChange,
  valuesMax,
} from './property-list.ts';

/** Seconds from 1970 to 2001, from which binary property lists count (CFDate.h). */
const epoch2001 = 978_307_200;

const trailerBytes = 32;

/** What an object is by the high half of its first byte (CFBinaryPList.c). */
const kinds = {
  plain: 0,
  integer: 1,
  real: 2,
  date: 3,
  data: 4,
  ascii: 5,
  utf16: 6,
  uid: 8,
  array: 10,
  dict: 13,
};

interface PlistObject {
  readonly kind: number;
  /** Bytes of a number, else how many things follow. */
  readonly count: number;
  /** Where what follows the marker begins. */
  readonly start: number;
}

/**
 * A binary property list that is read with limits, and whose strings can be replaced without touching anything else. The
 * `plist` package reads them too, but unfolds shared objects without end: 40 bytes of arrays within arrays keep it busy for
 * hours.
 *
 * All methods throw RangeError on damaged input.
 */
export class BinaryPlist implements PropertyList {
  private readonly bytes: Buffer;
  private readonly offsetBytes: number;
  private readonly referenceBytes: number;
  private readonly objectCount: number;
  private readonly top: number;
  private readonly tableStart: number;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const trailer = bytes.length - trailerBytes;
    if (trailer < 8 || bytes.toString('latin1', 0, 8) !== 'bplist00')
      throw new RangeError('no binary property list');
    this.offsetBytes = bytes.readUInt8(trailer + 6);
    this.referenceBytes = bytes.readUInt8(trailer + 7);
    this.objectCount = this.unsigned(trailer + 8, 8);
    this.top = this.unsigned(trailer + 16, 8);
    this.tableStart = this.unsigned(trailer + 24, 8);
    if (this.tableStart + this.objectCount * this.offsetBytes > trailer) throw new RangeError('torn table');
  }

  /** The whole list as plain values. */
  value(): PlistValue {
    let left = valuesMax;
    const unfold = (index: number, depth: number): PlistValue => {
      if (--left < 0 || depth > depthMax) throw new RangeError('more values than a config can have');
      const object = this.object(index);
      if (object.kind === kinds.array) {
        return this.references(object, 0, object.count).map((each) => unfold(each, depth + 1));
      }
      if (object.kind !== kinds.dict) return this.leaf(object);
      const values = this.references(object, object.count, object.count);
      const names = this.references(object, 0, object.count).map((each) => String(unfold(each, depth + 1)));
      // Without a prototype, so that no key can reach one.
      const dict: Record<string, PlistValue> = Object.create(null);
      for (const [i, name] of names.entries()) dict[name] = unfold(values[i] as number, depth + 1);
      return dict;
    };
    return unfold(this.top, 0);
  }

  /**
   * The same list with other strings at some places. Every other object keeps its bytes. One string object may stand in
   * several places (writers store equal ones once), so the new ones are added and only the named references change.
   *
   * @throws RangeError also when the list is so full that a new object would need longer references
   */
  withStrings(changes: readonly StringChange[]): Buffer {
    const body = Buffer.from(this.bytes.subarray(0, this.tableStart));
    const added: Buffer[] = [];
    const offsets: number[] = [];
    let end = this.tableStart;
    for (const { path, text } of changes) {
      const index = this.objectCount + offsets.length;
      if (index >= 256 ** this.referenceBytes) throw new RangeError('no room for another object');
      body.writeUIntBE(index, this.referenceAt(path), this.referenceBytes);
      const object = stringObject(text);
      added.push(object);
      offsets.push(end);
      end += object.length;
    }
    return Buffer.concat([body, ...added, this.tableWith(offsets, end)]);
  }

  private tableWith(added: readonly number[], tableStart: number): Buffer {
    const count = this.objectCount + added.length;
    const offsetBytes = Math.max(this.offsetBytes, bytesFor(tableStart));
    const tail = Buffer.alloc(count * offsetBytes + trailerBytes);
    for (let i = 0; i < count; i++) {
      tail.writeUIntBE(
        i < this.objectCount ? this.offset(i) : (added[i - this.objectCount] as number),
        i * offsetBytes,
        offsetBytes,
      );
    }
    const trailer = tail.length - trailerBytes;
    tail.writeUInt8(offsetBytes, trailer + 6);
    tail.writeUInt8(this.referenceBytes, trailer + 7);
    tail.writeBigUInt64BE(BigInt(count), trailer + 8);
    tail.writeBigUInt64BE(BigInt(this.top), trailer + 16);
    tail.writeBigUInt64BE(BigInt(tableStart), trailer + 24);
    return tail;
  }

  /** Where the reference to the value at a path is stored. */
  private referenceAt(path: PlistPath): number {
    let index = this.top;
    let place = -1;
    for (const step of path) {
      const object = this.object(index);
      if (object.kind !== (typeof step === 'number' ? kinds.array : kinds.dict))
        throw new RangeError('no such path');
      const at = typeof step === 'number' ? step : this.keyPlace(object, step);
      if (at < 0 || at >= object.count) throw new RangeError('no such path');
      place = object.start + (at + (typeof step === 'number' ? 0 : object.count)) * this.referenceBytes;
      index = this.unsigned(place, this.referenceBytes);
    }
    const { kind } = this.object(index);
    if (place < 0 || (kind !== kinds.ascii && kind !== kinds.utf16))
      throw new RangeError('no string at that path');
    return place;
  }

  private keyPlace(dict: PlistObject, key: string): number {
    return this.references(dict, 0, dict.count).findLastIndex((each) => this.leaf(this.object(each)) === key);
  }

  private leaf({ kind, count, start }: PlistObject): PlistValue {
    switch (kind) {
      case kinds.plain:
        return count === 0 ? null : count === 9;
      case kinds.integer:
        return this.signed(start, count);
      case kinds.real:
        return count === 4 ? this.bytes.readFloatBE(start) : this.bytes.readDoubleBE(start);
      case kinds.date:
        return new Date((this.bytes.readDoubleBE(start) + epoch2001) * 1000);
      case kinds.data:
        return new Uint8Array(this.slice(start, count));
      case kinds.ascii:
        return this.slice(start, count).toString('latin1');
      case kinds.utf16:
        return Buffer.from(this.slice(start, count * 2))
          .swap16()
          .toString('utf16le');
      case kinds.uid:
        return this.unsigned(start, count);
      default:
        throw new RangeError(`unknown kind of object ${kind}`);
    }
  }

  private object(index: number): PlistObject {
    const at = this.offset(index);
    if (at >= this.tableStart) throw new RangeError('object outside of the list');
    const marker = this.bytes.readUInt8(at);
    const kind = marker >> 4;
    const low = marker & 15;
    if (kind === kinds.plain) return { kind, count: low, start: at + 1 };
    if (kind === kinds.integer || kind === kinds.real) return { kind, count: 2 ** low, start: at + 1 };
    if (kind === kinds.uid) return { kind, count: low + 1, start: at + 1 };
    if (kind === kinds.date || low !== 15) return { kind, count: low, start: at + 1 };
    const lengthBytes = 2 ** (this.bytes.readUInt8(at + 1) & 15);
    return { kind, count: this.unsigned(at + 2, lengthBytes), start: at + 2 + lengthBytes };
  }

  private offset(index: number): number {
    if (index >= this.objectCount) throw new RangeError('reference to nothing');
    return this.unsigned(this.tableStart + index * this.offsetBytes, this.offsetBytes);
  }

  private references({ start }: PlistObject, skip: number, count: number): number[] {
    const { referenceBytes } = this;
    this.slice(start, (skip + count) * referenceBytes);
    if (count > valuesMax) throw new RangeError('more values than a config can have');
    return Array.from({ length: count }, (_, i) =>
      this.unsigned(start + (skip + i) * referenceBytes, referenceBytes),
    );
  }

  private slice(start: number, bytes: number): Buffer {
    if (start + bytes > this.tableStart) throw new RangeError('object longer than the list');
    return this.bytes.subarray(start, start + bytes);
  }

  /** Eight bytes and more are read as far as a number is exact. */
  private unsigned(at: number, bytes: number): number {
    if (bytes < 1 || bytes > 16) throw new RangeError('bad width of a number');
    if (bytes <= 6) return this.bytes.readUIntBE(at, bytes);
    const value = BigInt(`0x${this.bytes.toString('hex', at, at + bytes)}`);
    if (at + bytes > this.bytes.length || value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new RangeError('number too large');
    return Number(value);
  }

  /** Shorter ones have no sign (CFBinaryPList.c). */
  private signed(at: number, bytes: number): number {
    if (bytes < 8) return this.unsigned(at, bytes);
    if (bytes > 16) throw new RangeError('bad width of a number');
    return Number(this.bytes.readBigInt64BE(at + bytes - 8));
  }
}

/** ASCII with one byte a character where that does, else UTF-16. */
function stringObject(text: string): Buffer {
  const isAscii = /^[\x20-\x7e]*$/.test(text);
  const kind = (isAscii ? kinds.ascii : kinds.utf16) << 4;
  const marker = text.length < 15 ? Buffer.from([kind | text.length]) : Buffer.alloc(6);
  if (text.length >= 15) {
    marker.writeUInt8(kind | 15, 0);
    // An integer of 2^2 bytes.
    marker.writeUInt8((kinds.integer << 4) | 2, 1);
    marker.writeUInt32BE(text.length, 2);
  }
  return Buffer.concat([
    marker,
    isAscii ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16(),
  ]);
}

function bytesFor(largest: number): number {
  return largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : largest < 2 ** 24 ? 3 : 4;
}
