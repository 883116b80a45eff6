import { describe, expect, it } from 'vitest';
import { chooseLanguage, titleOf, verbs } from '../../quick-action/index.ts';
import { goneAlert } from '../../quick-action/words.ts';

describe('the language of the Quick Actions', () => {
  it.each([
    [['en-GB', 'zh-Hans-CN'], 'en'],
    [['zh-Hans-CN', 'en-CN'], 'zh-Hans'],
    [['de-DE', 'zh-Hans', 'en'], 'zh-Hans'],
    [['zh_CN'], 'zh-Hans'],
    [['zh-SG'], 'zh-Hans'],
    [['zh-Hans-HK'], 'zh-Hans'],
    [['zh-Hant-TW', 'en'], 'en'],
    [['zh-TW', 'zh-Hans'], 'zh-Hans'],
    [['zh-Hant-CN'], 'en'],
    [['ja', 'de'], 'en'],
    [[], 'en'],
    [[''], 'en'],
  ] as const)('for %j is %s', (preferred, language) => {
    expect(chooseLanguage(preferred)).toBe(language);
  });

  it('says in each what was not done and where VM Ferry should be', () => {
    for (const language of ['en', 'zh-Hans'] as const) {
      const alerts = verbs.map((verb) => goneAlert(verb, language, '/Applications/VM Ferry.app'));
      for (const [title, text] of alerts) {
        expect(title).toContain('VM Ferry');
        // osascript would take a leading dash for an option of its own.
        expect(title).not.toMatch(/^-/);
        expect(text).toContain('“/Applications/VM Ferry.app”');
      }
      expect(alerts[0]?.[1]).not.toBe(alerts[1]?.[1]);
      expect(titleOf('copy', language)).toMatch(/…$/);
    }
  });
});
