import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from './programs.ts';
import { type Course, memoryFor, removeKept } from './race.ts';
import { type Shape, sparse } from './shapes.ts';
import { MiB } from './units.ts';

/**
 * Makes a shape in a folder, and beside it an empty one for the copies.
 *
 * @param options.hasDense makes the same bytes without holes, too
 */
export function makeCourse(
  { programs, rounds }: { readonly programs: Programs; readonly rounds: number },
  shape: Shape,
  folder: string,
  { hasDense = false } = {},
): Course {
  const source = join(folder, shape.id === 'E' ? 'Small.utm' : 'disk.img');
  shape.make(source);
  const dense = hasDense ? join(folder, 'dense.img') : undefined;
  if (dense !== undefined) sparse('A', '', shape.dataBytes, shape.dataBytes, MiB).make(dense);
  mkdirSync(join(folder, 'target'), { recursive: true });
  return {
    programs,
    rounds,
    source,
    ...(dense === undefined ? {} : { dense }),
    targetFolder: join(folder, 'target'),
    memoryBytes: memoryFor(shape.dataBytes),
    isKept: shape.id === 'E',
    isCold: false,
  };
}

/** Removes all that `makeCourse` made, and what was copied there. */
export function removeCourse(course: Course): void {
  removeKept(course);
  rmSync(course.source, { recursive: true });
  if (course.dense !== undefined) rmSync(course.dense, { force: true });
  rmSync(course.targetFolder, { recursive: true, force: true });
}
