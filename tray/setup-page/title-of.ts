import type { SetupStage } from '../contract/setup-view.ts';
import type { SetupWords } from '../words/setup-words.ts';

export function titleOf(stage: SetupStage, words: SetupWords): string {
  switch (stage.kind) {
    case 'looking':
    case 'offer':
      return words.offer.title;
    case 'doing':
      return words.doing;
    case 'done':
      return stage.switches === 'on' ? words.done.readyTitle : words.done.title;
    case 'failed':
      return words.failed.title;
    case 'not-in-applications':
      return words.notInApplications.title;
    case 'moved':
      return words.moved.title;
    case 'newer-state':
      return words.newerState.title;
    case 'not-here':
      return words.notHere.title;
  }
}
