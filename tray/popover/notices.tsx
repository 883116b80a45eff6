import type { FerryBridge } from '../contract/messages.ts';
import type { Notice } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { Warning } from './glyphs.tsx';

interface Props {
  readonly notices: readonly Notice[];
  readonly words: Words;
  readonly ferry: FerryBridge;
}

/** What the person should know about the app itself. */
export function Notices({ notices, words, ferry }: Props) {
  return (
    <>
      {notices.map(({ kind }) => {
        const { title, text, action } = words.popover.notices[kind];
        return (
          <section key={kind} class={`notice notice-${kind}`} aria-label={title}>
            <Warning />
            <div>
              <h2>{title}</h2>
              <p class="advice">{text}</p>
              {action !== null && (
                <div class="buttons">
                  <button type="button" class="push" onClick={() => void ferry.request('openNotice', kind)}>
                    {action}
                  </button>
                </div>
              )}
            </div>
          </section>
        );
      })}
    </>
  );
}
