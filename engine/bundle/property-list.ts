/** What a property list can hold. Dictionaries have no prototype, so no key can reach one. */
export type PlistValue =
  | string
  | number
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue };

/** Where a value is: keys of dictionaries and places in arrays, from the top. */
export type PlistPath = readonly (string | number)[];

/** Another text for a string that is there already. */
export interface StringChange {
  readonly path: PlistPath;
  readonly text: string;
}

/** A property list that can be read whole, and written again with other strings and nothing else changed. */
export interface PropertyList {
  value(): PlistValue;
  /** @throws RangeError when there is no string at a path */
  withStrings(changes: readonly StringChange[]): Buffer;
}

/** A config has some hundred values and is a few levels deep; shared objects could unfold into any number of them. */
export const valuesMax = 100_000;
export const depthMax = 64;
