import type { FerryBridge } from '../contract/messages.ts';
import type { SettingsView as Settings, SettingsChange } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { ChoiceSetting } from './choice-setting.tsx';
import { PaneHeader } from './pane-header.tsx';
import { SwitchSetting } from './switch-setting.tsx';

interface Props {
  readonly settings: Settings;
  readonly words: Words;
  readonly ferry: FerryBridge;
  readonly openCheckup: () => void;
  readonly close: () => void;
}

export function SettingsView({ settings, words, ferry, openCheckup, close }: Props) {
  const { settings: text } = words;
  const change = (what: SettingsChange): void => void ferry.request('changeSettings', what);
  return (
    <>
      <PaneHeader key="settings-header" title={text.title} back={text.back} close={close} />
      <main key="settings" class="scrolls">
        <div class="settings" data-height>
          <section class="group" aria-label={text.copying}>
            <SwitchSetting
              name={text.verifyCopies}
              hint={text.verifyCopiesHint}
              isOn={settings.verifyCopies}
              change={(verifyCopies) => change({ verifyCopies })}
            />
            <ChoiceSetting
              name={text.afterMove}
              hint={text.afterMoveHint}
              value={settings.afterMove}
              choices={[
                { value: 'trash', label: text.afterMoveChoices.trash },
                { value: 'delete', label: text.afterMoveChoices.delete },
              ]}
              change={(afterMove) => change({ afterMove })}
            />
          </section>
          <section class="group" aria-label={text.menuBar}>
            <SwitchSetting
              name={text.notifications}
              isOn={settings.notifications}
              change={(notifications) => change({ notifications })}
            />
            <SwitchSetting
              name={text.showPercent}
              isOn={settings.showPercent}
              change={(showPercent) => change({ showPercent })}
            />
            <SwitchSetting
              name={text.startAtLogin}
              isOn={settings.startAtLogin}
              change={(startAtLogin) => change({ startAtLogin })}
            />
            {settings.loginItem === 'needs-approval' && (
              <div class="setting setting-note">
                <p class="advice">{text.needsApproval}</p>
                <button
                  type="button"
                  class="push"
                  onClick={() => void ferry.request('openNotice', 'login-items')}
                >
                  {text.openLoginItems}
                </button>
              </div>
            )}
            <ChoiceSetting
              name={text.language}
              value={settings.language}
              choices={[
                { value: 'system', label: text.systemLanguage },
                { value: 'en', label: 'English' },
                { value: 'zh-Hans', label: '简体中文' },
              ]}
              change={(language) => change({ language })}
            />
          </section>
          <section class="group" aria-label={text.check}>
            <div class="setting">
              <span class="setting-text">
                <span class="advice">{text.checkHint}</span>
              </span>
              <button type="button" class="push" data-opens-checkup onClick={openCheckup}>
                {text.check}
              </button>
            </div>
          </section>
          <div class="settings-end">
            <span class="settings-version">{text.version(settings.version)}</span>
            <button
              type="button"
              class="push"
              title={text.quitHint}
              onClick={() => void ferry.request('quit')}
            >
              {text.quit}
            </button>
          </div>
        </div>
      </main>
    </>
  );
}
