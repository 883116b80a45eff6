import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowserReason } from '../../../support/launch-browser.ts';
import { openSetup } from '../../../support/popover-page.ts';
import { picture } from '../../../support/popover-picture.ts';
import { setupViews } from '../../../support/popover-setup.ts';

const reason = noBrowserReason();
const folder = 'test/.reports/screenshots';
const inChinese = { copy: '用 Ferry 拷贝虚拟机…', move: '用 Ferry 移动虚拟机…' };

describe.skipIf(reason !== undefined)(
  `every stage of the setup window${reason === undefined ? '' : `: ${reason}`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    it.each(Object.entries(setupViews))(
      '%s: fits, is accessible, keeps its policy, and is pictured, in both languages and themes',
      async (stage, view) => {
        const setup = await openSetup(browser, view);
        for (const language of ['en', 'zh-Hans'] as const) {
          const titles = language === 'en' ? view.titles : inChinese;
          await setup.show({ ...view, language, titles });
          await picture(setup.page, `${folder}/setup-${stage}.${language}`);
        }
        expect(setup.troubles).toEqual([]);
        await setup.close();
      },
    );

    it('asks for what was chosen', async () => {
      const { page, takeSent, close } = await openSetup(browser, setupViews.offer ?? expect.fail());
      await page.getByRole('switch', { name: 'Add the command' }).check();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await takeSent()).toEqual([
        { name: 'setupInstall', values: [{ openAtLogin: false, commandLink: true }] },
      ]);
      await close();
    });
  },
);
