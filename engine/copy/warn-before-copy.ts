import type { BundleScan } from '../bundle/scan-bundle.ts';
import { sizeInWords } from '../size-in-words.ts';
import type { FileSystem } from '../system/file-system.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyPlan } from './plan-copy.ts';

/** Tells what the person may want to know before the copy begins, and what stops nothing. */
export function warnBeforeCopy(
  fileSystem: FileSystem,
  scan: BundleScan,
  plan: CopyPlan,
  observer: CopyObserver,
): void {
  const linked = scan.entries.find((entry) => entry.kind === 'file' && entry.facts.linkCount > 1);
  if (linked !== undefined) {
    observer.warned({
      code: 'HARD_LINKS_SPLIT',
      message: `${linked.relativePath || scan.root} has another name elsewhere (a hard link). Each name becomes a file of its own in the copy.`,
      path: linked.relativePath,
    });
  }
  if (!fileSystem.readVolume(scan.root).keepsExtendedAttributes) {
    observer.warned({
      code: 'ATTRIBUTES_NOT_READ',
      message:
        'Extended attributes and access lists are not looked at on this system and will not be in the copy.',
    });
  }
  if (plan.method !== 'clone' && plan.growthShortBytes > 0) {
    observer.warned({
      code: 'GROWTH_SHORT',
      message: `The guest could still grow by ${sizeInWords(plan.growthBytes)}, but the target volume will have only ${sizeInWords(plan.growthBytes - plan.growthShortBytes)} left. A guest that finds no more room stops or is damaged: keep ${sizeInWords(plan.growthShortBytes)} more free there.`,
    });
  }
}
