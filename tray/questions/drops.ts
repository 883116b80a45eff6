import { statSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { createTransfer, plainWish } from '#engine/transfers';
import type { Answer, TransferRow } from '../contract/popover-view.ts';
import { blankRow } from '../transfers/blank-row.ts';
import type { MachineFacts } from '../transfers/machine-facts.ts';
import { placeOfBundle } from '../transfers/places.ts';
import { nameOfSource } from '../transfers/row-of-transfer.ts';

interface Drop {
  readonly id: string;
  readonly group: string;
  readonly source: string;
}

/** Bundles that were dropped on the icon or the popover. They become transfers when it is said whether to copy or to move. */
export class Drops {
  private readonly state: string;
  private readonly changed: () => void;
  private drops: readonly Drop[] = [];
  private lastNumber = 0;

  constructor(state: string, changed: () => void) {
    this.state = state;
    this.changed = changed;
  }

  get sources(): string[] {
    return this.drops.map(({ source }) => source);
  }

  /** @returns names of what was dropped and is no bundle */
  add(paths: readonly string[]): string[] {
    const bundles = paths.filter(isBundle);
    const group = `drop-${this.lastNumber + 1}`;
    const added = bundles.map((source) => ({ id: `drop-${++this.lastNumber}`, group, source }));
    this.drops = [...this.drops, ...added];
    if (added.length > 0) this.changed();
    return paths.filter((path) => !bundles.includes(path)).map((path) => basename(path));
  }

  has(id: string): boolean {
    return this.drops.some((drop) => drop.id === id);
  }

  /** One answer for all that was dropped together. */
  answer(id: string, answer: Answer): void {
    const group = this.drops.find((drop) => drop.id === id)?.group;
    if (group === undefined || (answer !== 'copy' && answer !== 'move' && answer !== 'give-up')) return;
    const answered = this.drops.filter((drop) => drop.group === group);
    this.drops = this.drops.filter((drop) => drop.group !== group);
    // One group for one answer; its name must differ from those of other lives of the app.
    const wish = answered.length > 1 ? `${group}-${Date.now()}` : null;
    if (answer !== 'give-up') for (const { source } of answered) this.create(answer, source, wish);
    this.changed();
  }

  /** The row of the first of each group asks for all. */
  rows(machineOf: (source: string) => MachineFacts | undefined): TransferRow[] {
    return this.drops.map((drop) => rowOfDrop(drop, isFirst(this.drops, drop), machineOf(drop.source)));
  }

  /** What follows is as after a right-click: the transfer is seen in `needs-target`, and the folder is asked for. */
  private create(verb: 'copy' | 'move', source: string, group: string | null): void {
    createTransfer(this.state, { ...plainWish(verb, source, null), askedBy: 'menu-bar', group });
  }
}

function isFirst(drops: readonly Drop[], { id, group }: Drop): boolean {
  return drops.find((drop) => drop.group === group)?.id === id;
}

function isBundle(path: string): boolean {
  if (!isAbsolute(path) || !/\.utm\/?$/i.test(path)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function rowOfDrop({ id, source }: Drop, asks: boolean, machine: MachineFacts | undefined): TransferRow {
  return {
    ...blankRow(id, 'needs-target', nameOfSource(source, machine)),
    source,
    sourcePlace: placeOfBundle(source, null),
    ...(machine === undefined ? {} : pictureOf(machine)),
    question: asks ? { kind: 'verb' } : null,
  };
}

function pictureOf({ icon, logicalBytes, allocatedBytes, strip }: MachineFacts) {
  return { icon, logicalBytes, allocatedBytes, strip };
}
