import type { SetupChoice, SetupStage, SetupView } from '../contract/setup-view.ts';
import { SwitchSetting } from '../popover/switch-setting.tsx';
import type { SetupWords } from '../words/setup-words.ts';

interface Props {
  readonly stage: SetupStage & { readonly kind: 'offer' };
  readonly titles: SetupView['titles'];
  readonly words: SetupWords;
  readonly choice: SetupChoice;
  readonly choose: (change: Partial<SetupChoice>) => void;
}

/** What will be put where, and what is asked. */
export function OfferStage({ stage, titles, words, choice, choose }: Props) {
  const { offer } = words;
  return (
    <>
      <p class="setup-text">{offer.text}</p>
      <section class="group" aria-label={offer.install}>
        <div class="setting">
          <span class="setting-text">
            <span>{offer.quickActions(titles.copy, titles.move)}</span>
            <span class="advice">{offer.quickActionsHint}</span>
          </span>
        </div>
        <SwitchSetting
          name={offer.openAtLogin}
          hint={offer.openAtLoginHint}
          isOn={choice.openAtLogin}
          change={(openAtLogin) => choose({ openAtLogin })}
        />
        <SwitchSetting
          name={offer.commandLink}
          hint={offer.commandLinkHint(stage.commandFolder)}
          isOn={choice.commandLink}
          change={(commandLink) => choose({ commandLink })}
        />
      </section>
    </>
  );
}
