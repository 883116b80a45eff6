import { plainWish, type TransferWish } from '#engine/transfers';

/** A plain wish to copy `source` into `targetFolder`, with what the test wants otherwise. */
export function transferRequest(
  source: string,
  targetFolder: string,
  change: Partial<TransferWish> = {},
): TransferWish {
  return { ...plainWish('copy', source, targetFolder), ...change };
}
