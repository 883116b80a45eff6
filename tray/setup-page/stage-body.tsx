import type { SetupBridge } from '../contract/setup-messages.ts';
import type { SetupChoice, SetupStage, SetupView } from '../contract/setup-view.ts';
import type { Words } from '../words/words.ts';
import { DoneStage } from './done-stage.tsx';
import { FailedStage } from './failed-stage.tsx';
import { OfferStage } from './offer-stage.tsx';

interface Props {
  readonly stage: SetupStage;
  readonly titles: SetupView['titles'];
  readonly words: Words;
  readonly ferry: SetupBridge;
  readonly choice: SetupChoice;
  readonly choose: (change: Partial<SetupChoice>) => void;
}

/** What a stage says, between its title and its buttons. */
export function StageBody({ stage, titles, words, ferry, choice, choose }: Props) {
  const { setup } = words;
  switch (stage.kind) {
    case 'looking':
    case 'doing':
      return null;
    case 'offer':
      return <OfferStage stage={stage} titles={titles} words={setup} choice={choice} choose={choose} />;
    case 'done':
      return <DoneStage stage={stage} titles={titles} words={words} ferry={ferry} />;
    case 'failed':
      return <FailedStage stage={stage} words={setup} />;
    case 'not-in-applications':
      return <p class="setup-text">{setup.notInApplications.text(stage.place)}</p>;
    case 'moved':
      return <p class="setup-text">{setup.moved.text(stage.place)}</p>;
    case 'newer-state':
      return <p class="setup-text">{setup.newerState.text}</p>;
    case 'not-here':
      return <p class="setup-text">{setup.notHere.text}</p>;
  }
}
