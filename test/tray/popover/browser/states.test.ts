import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from '../../../support/popover-axe.ts';
import { findOverflows } from '../../../support/popover-layout.ts';
import { launchBrowser, noBrowserReason, openPopover } from '../../../support/popover-page.ts';
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

    const all = Object.keys(popoverStates).flatMap((state) =>
      languages.flatMap((language) => themes.map((theme) => [state, language, theme] as const)),
    );

    it.each(all)(
      '%s in %s, %s: fits, is accessible, keeps its policy, and is pictured',
      async (state, language, theme) => {
        const { view, prepare } = popoverStates[state] ?? expect.fail(state);
        const popover = await openPopover(browser, { ...view, language }, { colorScheme: theme });
        await prepare?.(popover);
        await popover.page.screenshot({ path: `${folder}/${state}.${language}.${theme}.png` });
        expect(await findOverflows(popover.page)).toEqual([]);
        expect(await findViolations(popover.page)).toEqual([]);
        expect(popover.troubles).toEqual([]);
        await popover.close();
      },
    );

    const enlarged = Object.keys(popoverStates).flatMap((state) =>
      languages.map((language) => [state, language] as const),
    );
    it.each(enlarged)('%s in %s with the text twice as large: nothing is cut', async (state, language) => {
      const { view, prepare } = popoverStates[state] ?? expect.fail(state);
      const popover = await openPopover(browser, { ...view, language });
      await popover.page.evaluate(() => document.documentElement.style.setProperty('font-size', '26px'));
      await prepare?.(popover);
      await popover.page.screenshot({ path: `${folder}/${state}.${language}.twice.png` });
      expect(await findOverflows(popover.page)).toEqual([]);
      await popover.close();
    });

    it('is told when something does not fit, or cannot be read', async () => {
      const { page, close } = await openPopover(browser, popoverStates.copying?.view ?? expect.fail());
      await page.evaluate(() => {
        const defect = document.createElement('button');
        defect.style.cssText = 'width:400px;color:#ccc;background:#ddd';
        defect.textContent = 'a planted defect';
        document.querySelector('main')?.append(defect);
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
