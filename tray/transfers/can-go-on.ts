import type { KnownTransfer } from './known-transfer.ts';

/**
 * Whether running a failed transfer again goes on where it stopped: something was kept at the target, or the copy is whole and only
 * the original is left to remove.
 */
export function canGoOn({ staging, error }: KnownTransfer['record']): boolean {
  return staging !== null || error?.code === 'SOURCE_NOT_REMOVED';
}
