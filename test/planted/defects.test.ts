import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defects } from './defects.ts';

describe('the defects that are planted to try the tests', () => {
  it.each(defects)('has its place: $name', ({ edits }) => {
    // Planting them takes minutes and is not part of a check; code that moved away from under one shows here.
    for (const { file, find } of edits)
      expect(readFileSync(file, 'utf8').split(find).length - 1, `${file}: ${find}`).toBe(1);
  });
});
