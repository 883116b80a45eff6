import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findViolations } from './popover-axe.ts';
import { findOverflows } from './popover-layout.ts';

/**
 * Takes pictures of what a page shows now, in light, in dark, and with text twice as large; and expects that it can be read and
 * that all of it fits.
 *
 * @param path of the pictures, without the end of their names
 */
export async function picture(page: Page, path: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${path}.${colorScheme}.png` });
    expect(await findViolations(page), `${path}, ${colorScheme}`).toEqual([]);
  }
  expect(await findOverflows(page), path).toEqual([]);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '26px'));
  await page.screenshot({ path: `${path}.twice.png` });
  expect(await findOverflows(page), `${path}, text twice as large`).toEqual([]);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}
