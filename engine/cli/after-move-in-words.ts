import type { CopyResult } from '#engine';

/** Only this folder of UTM's is looked through by UTM itself (utm-format.md section 7). */
const utmHome = '/Library/Containers/com.utmapp.UTM/Data/Documents/';

/**
 * What is left to do in UTM after a move, in the order that keeps the VM's identifier: UTM remembers places by itself, and
 * nobody else can tell it of a new one (utm-format.md section 7).
 */
export function afterMoveInWords({ source, target, isRenamed, isSourceRemoved }: CopyResult): string[] {
  if (!/\.utm$/i.test(target)) return [];
  if (target.includes(utmHome)) {
    return source.includes(utmHome)
      ? []
      : ['UTM finds it there by itself when it starts next, and goes on with its old entry.'];
  }
  const follows = isRenamed
    ? ['On one volume UTM should find it by itself. If its entry is greyed out:']
    : ['In UTM, in this order:'];
  return [
    ...follows,
    `  1. Remove the old entry, which is greyed out${isSourceRemoved ? '' : ' once the original is gone'}: right-click ▸ Remove.`,
    '  2. Open the moved VM: double-click it in Finder.',
    'The other way round, UTM would give it a new identifier and keep the dead entry.',
  ];
}
