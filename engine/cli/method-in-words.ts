import type { CopyPlan, HolePolicy } from '#engine';
import { sizeInWords } from './words.ts';

const holesInWords: Readonly<Record<HolePolicy, string>> = {
  trust: 'holes stay holes',
  audit: 'holes stay holes, each checked to be one',
  scan: 'holes stay holes, and zeros become holes',
};

/** How a bundle is copied, and why so, in a sentence. */
export function methodInWords(plan: CopyPlan): string {
  switch (plan.method) {
    case 'clone':
      return 'Clone: same volume, so the copy shares its blocks and takes no space.';
    case 'sparse':
      return `Sparse copy: ${sizeInWords(plan.neededBytes)} to write, ${holesInWords[plan.holes]}.`;
    case 'rename':
      return 'Rename: same volume, so the bundle only gets another name.';
    case 'plain':
      return `Plain copy: the target volume (${plan.targetVolume.typeName}) cannot hold holes, so ${sizeInWords(plan.extraBytes)} more will be written.`;
  }
}
