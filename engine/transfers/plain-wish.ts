import type { TransferWish } from './record.ts';

/** A wish for a transfer with nothing special about it; `targetFolder` null when the person has still to be asked. */
export function plainWish(
  verb: TransferWish['verb'],
  source: string,
  targetFolder: string | null,
): TransferWish {
  return {
    verb,
    source,
    targetFolder,
    name: null,
    holes: null,
    verify: false,
    allowExpansion: false,
    snapshot: 'auto',
    remove: 'trash',
  };
}
