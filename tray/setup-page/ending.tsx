import type { SetupBridge } from '../contract/setup-messages.ts';
import type { SetupChoice, SetupStage } from '../contract/setup-view.ts';
import { FocusOnMount } from '../popover/focus-on-mount.tsx';
import type { SetupWords } from '../words/setup-words.ts';

interface Props {
  readonly stage: SetupStage;
  readonly words: SetupWords;
  readonly ferry: SetupBridge;
  readonly choice: SetupChoice;
}

/** The buttons that lead on: the one that is meant last and in colour, and with the focus. */
export function Ending({ stage, words, ferry, choice }: Props) {
  const close = () => void ferry.request('setupClose');
  const later = (
    <button key="later" type="button" class="push" onClick={close}>
      {words.offer.later}
    </button>
  );
  const main = mainButton(stage, words, ferry, choice, close);
  return (
    <>
      {['offer', 'failed', 'not-in-applications'].includes(stage.kind) && later}
      {main !== null && (
        <FocusOnMount key={stage.kind}>
          <button type="button" class="push push-default" onClick={main.press}>
            {main.name}
          </button>
        </FocusOnMount>
      )}
    </>
  );
}

function mainButton(
  stage: SetupStage,
  words: SetupWords,
  ferry: SetupBridge,
  choice: SetupChoice,
  close: () => void,
): { readonly name: string; readonly press: () => void } | null {
  switch (stage.kind) {
    case 'looking':
    case 'doing':
      return null;
    case 'offer':
      return { name: words.offer.install, press: () => void ferry.request('setupInstall', choice) };
    case 'not-in-applications':
      return { name: words.notInApplications.move, press: () => void ferry.request('setupInstall', choice) };
    case 'failed':
      return { name: words.again, press: () => void ferry.request('setupAgain') };
    case 'moved':
      return { name: words.moved.restart, press: () => void ferry.request('setupRestart') };
    case 'done':
      return { name: words.done.finish, press: close };
    case 'newer-state':
    case 'not-here':
      return { name: words.close, press: close };
  }
}
