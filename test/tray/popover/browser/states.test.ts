import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowserReason } from '../../../support/launch-browser.ts';
import { findViolations } from '../../../support/popover-axe.ts';
import { findOverflows } from '../../../support/popover-layout.ts';
import { openPopover } from '../../../support/popover-page.ts';
import { picture } from '../../../support/popover-picture.ts';
import { popoverStates } from '../../../support/popover-states.ts';

const folder = 'test/.reports/screenshots';
const reason = noBrowserReason();
const themes = ['light', 'dark'] as const;
const languages = ['en', 'zh-Hans'] as const;

describe.skipIf(reason !== undefined)(
  `every state of the popover${reason === undefined ? '' : `: ${reason}`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    it.each(Object.entries(popoverStates))(
      '%s: fits, is accessible, keeps its policy, and is pictured, in both languages and themes',
      async (state, { view, answers, prepare }) => {
        const popover = await openPopover(browser, view, {}, answers);
        const { page } = popover;
        await prepare?.(popover);
        for (const language of languages) {
          await popover.show({ ...view, language });
          await picture(page, `${folder}/${state}.${language}`);
        }
        expect(popover.troubles).toEqual([]);
        await popover.close();
      },
    );

    it('is told when something does not fit, or cannot be read', async () => {
      const { page, close } = await openPopover(browser, popoverStates.copying?.view ?? expect.fail());
      await page.evaluate(() => {
        const defect = document.createElement('button');
        defect.style.cssText = 'width:400px;color:#ccc;background:#ddd';
        defect.textContent = 'a planted defect';
        const pale = document.createElement('p');
        pale.style.cssText = 'color:#ccc;background:#ddd';
        pale.textContent = 'too pale';
        document.querySelector('main > div')?.append(pale, defect);
      });
      expect((await findOverflows(page)).join()).toContain('leaves the page');
      expect((await findViolations(page)).join()).toContain('color-contrast');
      await close();
    });

    it.each([
      ['more contrast', { contrast: 'more' }],
      ['forced colours', { forcedColors: 'active' }],
      ['reduced motion', { reducedMotion: 'reduce' }],
    ] as const)('is accessible with %s, in light and dark', async (name, options) => {
      for (const theme of themes) {
        const view = popoverStates.mixed?.view ?? expect.fail();
        const popover = await openPopover(browser, view, { colorScheme: theme, ...options });
        await popover.page.screenshot({ path: `${folder}/mixed.${name.replace(' ', '-')}.${theme}.png` });
        expect(await findViolations(popover.page)).toEqual([]);
        await popover.close();
      }
    });
  },
);
