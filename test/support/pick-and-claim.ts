import { claimQuestion, isLock, type OwnerLock } from '#engine/transfers';
import type { Finder } from './finder.ts';

/** Picks Copy for a VM, and takes up its question at once, as the menu-bar app would. */
export async function pickAndClaim(finder: Finder, vm: string): Promise<OwnerLock> {
  await finder.pick('copy', [vm], 'sh');
  const claim = claimQuestion(finder.state, finder.transfers()[0]?.id ?? '');
  if (!isLock(claim)) throw new Error('somebody else holds the question');
  return claim;
}
