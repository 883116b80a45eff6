import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  launchBrowser,
  noBrowserReason,
  openPopover,
  type PopoverPage,
} from '../../../support/popover-page.ts';
import { popoverStates } from '../../../support/popover-states.ts';

const folder = 'test/.reports/screenshots';
const reason = noBrowserReason();

describe.skipIf(reason !== undefined)(
  `every state is pictured${reason === undefined ? '' : `: ${reason}`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const themes = ['light', 'dark'] as const;
    const languages = ['en', 'zh-Hans'] as const;
    const all = Object.keys(popoverStates).flatMap((state) =>
      languages.flatMap((language) => themes.map((theme) => [state, language, theme] as const)),
    );

    it.each(all)('%s in %s, %s', async (state, language, theme) => {
      const { view, prepare } = popoverStates[state] ?? expect.fail(state);
      const popover: PopoverPage = await openPopover(browser, { ...view, language }, { colorScheme: theme });
      await prepare?.(popover);
      const picture = await popover.page.screenshot({ path: `${folder}/${state}.${language}.${theme}.png` });
      expect(picture.length).toBeGreaterThan(2_000);
      expect(popover.troubles).toEqual([]);
      await popover.close();
    });
  },
);
