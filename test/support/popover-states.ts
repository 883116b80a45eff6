import type { PopoverView } from '../../tray/contract/popover-view.ts';
import { checkupView } from './popover-checkup.ts';
import type { PopoverPage } from './popover-page.ts';
import { hundredTransfers, popoverViews } from './popover-views.ts';

export interface PopoverState {
  readonly view: PopoverView;
  /** What requests are answered with. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Clicks that lead there. */
  readonly prepare?: (popover: PopoverPage) => Promise<void>;
}

const showSettings = (popover: PopoverPage): Promise<void> => popover.emit('showSettings', null);

async function showCheckup(popover: PopoverPage): Promise<void> {
  await showSettings(popover);
  await popover.page.locator('[data-opens-checkup]').click();
  await popover.page.locator('.settings-end').waitFor();
}

/** Every view, and what comes of clicking in them. */
export const popoverStates: Readonly<Record<string, PopoverState>> = {
  ...Object.fromEntries(Object.entries(popoverViews).map(([name, view]) => [name, { view }])),
  hundred: { view: hundredTransfers() },
  'confirm-cancel': {
    view: popoverViews.copying,
    prepare: async ({ page }) => {
      await page.locator('[data-row] .glyph-button').last().click();
      await page.locator('.question').waitFor();
    },
  },
  settings: { view: popoverViews.copying, prepare: showSettings },
  'settings-approval': {
    view: {
      ...popoverViews.copying,
      settings: { ...popoverViews.copying.settings, startAtLogin: true, loginItem: 'needs-approval' },
    },
    prepare: showSettings,
  },
  checkup: { view: popoverViews.copying, answers: { examine: checkupView() }, prepare: showCheckup },
  'checkup-well': {
    view: popoverViews.copying,
    answers: { examine: checkupView((finding) => finding.state === 'ok') },
    prepare: showCheckup,
  },
  'checkup-not-here': {
    view: popoverViews.copying,
    answers: { examine: { kind: 'not-here' } },
    prepare: showCheckup,
  },
  dropping: {
    view: popoverViews.empty,
    prepare: async ({ page }) => {
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([''], 'Ubuntu.utm'));
        dispatchEvent(new DragEvent('dragover', { dataTransfer, cancelable: true }));
      });
      await page.locator('.drop-target').waitFor();
    },
  },
  'row-focus': {
    view: popoverViews.mixed,
    prepare: async ({ page }) => {
      await page.locator('.list').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
    },
  },
};
