import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as abi from '../../../engine/system/macos/macos-abi.ts';

interface Table {
  readonly constants: Readonly<Record<string, number>>;
  readonly structs: Readonly<
    Record<string, { size: number; fields: Readonly<Record<string, readonly [number, number]>> }>
  >;
  readonly errno: Readonly<Record<string, number>>;
}

/** Checked against Apple's headers by a compiler for both architectures (darwin-abi.md §4). */
const table = JSON.parse(readFileSync('test/engine/system/darwin-abi.json', 'utf8')) as Table;

/** Everything in which our data differ from the table. */
function wrongNumbers(ours: Pick<typeof abi, 'constants' | 'structs' | 'errnos'>): string[] {
  const wrong = (name: string, mine: unknown, theirs: unknown) =>
    JSON.stringify(mine) === JSON.stringify(theirs)
      ? []
      : [`${name} is ${JSON.stringify(mine)}, not ${JSON.stringify(theirs)}`];
  return [
    ...Object.entries(ours.constants).flatMap(([name, value]) => wrong(name, value, table.constants[name])),
    ...Object.entries(ours.errnos).flatMap(([name, value]) => wrong(name, value, table.errno[name])),
    ...Object.entries(ours.structs).flatMap(([name, { size, fields }]) => [
      ...wrong(`sizeof ${name}`, size, table.structs[name]?.size),
      ...Object.entries(fields).flatMap(([field, place]) =>
        wrong(`${name}.${field}`, place, table.structs[name]?.fields[field]),
      ),
    ]),
  ];
}

describe('the numbers of Darwin', () => {
  it('are those of the checked table, every one', () => {
    expect(wrongNumbers(abi)).toEqual([]);
  });

  it('would be caught if any one of them were wrong', () => {
    for (const name of Object.keys(abi.constants)) {
      expect(wrongNumbers({ ...abi, constants: { ...abi.constants, [name]: 12_345 } })).toHaveLength(1);
    }
    for (const name of Object.keys(abi.errnos))
      expect(wrongNumbers({ ...abi, errnos: { ...abi.errnos, [name]: 12_345 } })).toHaveLength(1);
    for (const name of Object.keys(abi.structs)) {
      expect(
        wrongNumbers({ ...abi, structs: { ...abi.structs, [name]: { size: 1, fields: {} } } as never }),
      ).toHaveLength(1);
    }
  });
});
