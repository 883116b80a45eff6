import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PopoverView, TransferRow } from '../../../../tray/contract/popover-view.ts';
import { launchBrowser, noBrowserReason } from '../../../support/launch-browser.ts';
import { openPopover, type PopoverPage } from '../../../support/popover-page.ts';
import { doneRow, failedRow, questionRow, transferRow } from '../../../support/popover-rows.ts';
import { popoverView, popoverViews } from '../../../support/popover-views.ts';

const reason = noBrowserReason();

describe.skipIf(reason !== undefined)(`the popover${reason === undefined ? '' : `: ${reason}`}`, () => {
  let browser: Browser;
  let popover: PopoverPage | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    expect(popover?.troubles).toEqual([]);
    await popover?.close();
  });

  async function open(view: PopoverView): Promise<PopoverPage> {
    popover = await openPopover(browser, view);
    return popover;
  }
  const button = ({ page }: PopoverPage, name: string) => page.getByRole('button', { name, exact: true });
  const focused = ({ page }: PopoverPage) =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });

  it.each([
    ['Pause Ubuntu', transferRow('t', 'Ubuntu'), ['t', 'pause']],
    [
      'Continue Ubuntu',
      transferRow('t', 'Ubuntu', { state: 'paused', actions: ['continue'] }),
      ['t', 'continue'],
    ],
    [
      'Cancel Ubuntu',
      transferRow('t', 'Ubuntu', { state: 'queued', doneBytes: 0, actions: ['cancel'] }),
      ['t', 'cancel'],
    ],
    ['Resume Ubuntu', failedRow('t', 'Ubuntu', {}), ['t', 'resume']],
    ['Copy Details of Ubuntu', failedRow('t', 'Ubuntu', {}), ['t', 'copy-details']],
    ['Try Again: Ubuntu', failedRow('t', 'Ubuntu', {}, { actions: ['retry'] }), ['t', 'retry']],
    ['Show in Finder: Ubuntu', doneRow('t', 'Ubuntu'), ['t', 'show-target']],
    ['Open in UTM: Ubuntu', doneRow('t', 'Ubuntu'), ['t', 'open-target']],
    ['Show Original of Ubuntu', doneRow('t', 'Ubuntu', { actions: ['show-source'] }), ['t', 'show-source']],
    ['Remove Ubuntu from List', doneRow('t', 'Ubuntu'), ['t', 'clear']],
  ] as const)('%s sends just that', async (name, row, values) => {
    const opened = await open(popoverView([row]));
    await button(opened, name).click();
    expect(await opened.takeSent()).toEqual([{ name: 'act', values }]);
  });

  it.each([
    ['target', { kind: 'target', count: 1 }, ['choose-target', 'give-up']],
    ['verb', { kind: 'verb' }, ['copy', 'move', 'give-up']],
    ['no space', { kind: 'no-space', missingBytes: 1e9 }, ['choose-target', 'try-again', 'give-up']],
    ['expansion', { kind: 'expansion', extraBytes: 1e9 }, ['choose-target', 'go-on', 'give-up']],
    ['running', { kind: 'running', program: null, canGoOn: true }, ['try-again', 'go-on', 'give-up']],
    ['running, to be moved', { kind: 'running', program: null, canGoOn: false }, ['try-again', 'give-up']],
    ['suspended', { kind: 'suspended' }, ['try-again', 'go-on', 'give-up']],
  ] as const)(
    'the question of %s offers its answers, the safe one first and alone in colour',
    async (_, question, answers) => {
      const opened = await open(popoverView([questionRow('t', 'Ubuntu', question)]));
      const choices = opened.page.locator('.question button');
      for (const choice of await choices.all()) await choice.click();
      expect((await opened.takeSent()).map((each) => each.values)).toEqual(
        answers.map((answer) => ['t', answer]),
      );
      expect(await opened.page.locator('.push-default').count()).toBe(1);
      expect(await choices.first().getAttribute('class')).toContain('push-default');
    },
  );

  it('says on the button that the details were copied, until one turns away', async () => {
    const opened = await open(popoverView([failedRow('t', 'Ubuntu', {})]));
    await button(opened, 'Copy Details of Ubuntu').click();
    expect(await button(opened, 'Copied: Ubuntu').textContent()).toBe('Copied');
    await opened.page.keyboard.press('Shift+Tab');
    expect(await button(opened, 'Copy Details of Ubuntu').count()).toBe(1);
    expect(await opened.takeSent()).toEqual([{ name: 'act', values: ['t', 'copy-details'] }]);
  });

  it('asks before a cancel throws work away, and the safe answer has the focus', async () => {
    const opened = await open(popoverViews.copying);
    await button(opened, 'Cancel Ubuntu').click();
    expect(await opened.takeSent()).toEqual([]);
    expect(await focused(opened)).toBe('Keep Going: Ubuntu');
    await opened.page.keyboard.press('Escape');
    expect(await opened.page.locator('.question').count()).toBe(0);
    await button(opened, 'Cancel Ubuntu').click();
    await button(opened, 'Stop and Remove: Ubuntu').click();
    expect(await opened.takeSent()).toEqual([{ name: 'act', values: ['a', 'cancel'] }]);
  });

  it('pauses, continues and clears all', async () => {
    const opened = await open(popoverView([transferRow('t', 'Ubuntu'), doneRow('d', 'Arch')]));
    await button(opened, 'Pause All').click();
    await button(opened, 'Clear').click();
    await opened.show(popoverView([transferRow('t', 'Ubuntu', { state: 'paused' })]));
    await button(opened, 'Continue All').click();
    expect((await opened.takeSent()).map((each) => each.name)).toEqual([
      'pauseAll',
      'clearHistory',
      'continueAll',
    ]);
  });

  it('changes each setting, quits, and goes back to where it came from', async () => {
    const opened = await open(popoverViews.copying);
    await button(opened, 'Settings').click();
    const { page } = opened;
    for (const name of [
      'Verify every copy',
      'Notify me when a transfer ends',
      'Show the percentage',
      'Start at login',
    ])
      await page.getByRole('switch', { name }).click();
    await page.getByLabel('After a move').selectOption('delete');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('zh-Hans');
    await button(opened, 'Quit VM Ferry').click();
    expect(await opened.takeSent()).toEqual([
      ...[
        { verifyCopies: false },
        { notifications: false },
        { showPercent: true },
        { startAtLogin: true },
        { afterMove: 'delete' },
        { language: 'zh-Hans' },
      ].map((change) => ({ name: 'changeSettings', values: [change] })),
      { name: 'quit', values: [] },
    ]);
    await page.keyboard.press('Escape');
    expect(await focused(opened)).toBe('Settings');
  });

  it('is used with the keyboard alone: Tab, arrows, Space, Delete, Escape', async () => {
    const opened = await open(
      popoverView([transferRow('a', 'Ubuntu'), transferRow('b', 'Fedora'), doneRow('d', 'Arch')]),
    );
    const { page } = opened;
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Transfers');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused(opened)).toBe('Copy of Fedora, Copying');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    expect(await focused(opened)).toBe('Pause Fedora');
    await page.keyboard.press('Tab');
    expect(await focused(opened)).toBe('Cancel Fedora');
    await page.keyboard.press('ArrowDown');
    expect(await focused(opened)).toBe('Copy of Arch, Done');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Home');
    expect(await focused(opened)).toBe('Copy of Ubuntu, Copying');
    await page.keyboard.press('Backspace');
    expect(await focused(opened)).toBe('Keep Going: Ubuntu');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await opened.takeSent()).toEqual([
      { name: 'act', values: ['b', 'pause'] },
      { name: 'act', values: ['d', 'clear'] },
      { name: 'hide', values: ['escape'] },
    ]);
  });

  it('Tab reaches one row of a hundred, and no further button of the others', async () => {
    const opened = await open(
      popoverView(Array.from({ length: 100 }, (_, index) => transferRow(`t${index}`, `VM ${index}`))),
    );
    expect(await opened.page.locator('.list [tabindex="0"]').count()).toBe(3);
  });

  it('keeps rows, focus and scroll through a hundred views', async () => {
    const rows = (step: number): TransferRow[] =>
      Array.from({ length: 12 }, (_, index) =>
        transferRow(`t${index}`, `VM ${index}`, { doneBytes: (step + 1) * 1e8, stripDone: step / 100 }),
      );
    const opened = await open(popoverView(rows(0)));
    const { page } = opened;
    await button(opened, 'Pause VM 7').focus();
    const row = await page.locator('[data-row="t7"]').elementHandle();
    const scrolled = await page.evaluate(() => document.querySelector('.scrolls')?.scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    for (let step = 1; step <= 100; step += 1)
      await page.evaluate(
        (view) => (window as unknown as { emit(name: string, value: unknown): void }).emit('view', view),
        popoverView(rows(step)),
      );
    await opened.show(popoverView(rows(100)));
    expect(await row?.evaluate((element) => element.isConnected)).toBe(true);
    expect(await focused(opened)).toBe('Pause VM 7');
    expect(await page.evaluate(() => document.querySelector('.scrolls')?.scrollTop)).toBe(scrolled);
    expect(await page.getByRole('progressbar', { name: 'VM 7' }).getAttribute('aria-valuenow')).toBe('55');
  });

  it('keeps the focus in the row when it moves in the list and its button goes', async () => {
    const opened = await open(popoverView([transferRow('a', 'Ubuntu'), transferRow('b', 'Fedora')]));
    await button(opened, 'Pause Ubuntu').focus();
    await opened.show(popoverView([transferRow('b', 'Fedora'), doneRow('a', 'Ubuntu')]));
    expect(
      await opened.page.evaluate(() =>
        document.activeElement?.closest('[data-row]')?.getAttribute('data-row'),
      ),
    ).toBe('a');
  });

  it('goes to the row whose notification was clicked, once', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => doneRow(`d${index}`, `VM ${index}`));
    const opened = await open(popoverView(rows));
    await opened.show(popoverView(rows, { focusId: 'd25' }));
    expect(await focused(opened)).toBe('Copy of VM 25, Done');
    await opened.page.keyboard.press('Home');
    await opened.show(popoverView(rows, { focusId: 'd25' }));
    expect(await focused(opened)).toBe('Copy of VM 0, Done');
  });

  it('speaks a change of state, and keeps silent about progress that only ticks', async () => {
    const at = (part: number) =>
      popoverView([transferRow('t', 'Ubuntu', { doneBytes: part * 1e9, totalBytes: 1e9 })]);
    const opened = await open(at(0));
    const status = opened.page.getByRole('status');
    for (const part of [0.05, 0.1, 0.15, 0.2]) await opened.show(at(part));
    expect(await status.textContent()).toBe('');
    await opened.emit('announce', { id: 't', name: 'Ubuntu', state: 'paused' });
    expect(await status.textContent()).toBe('Ubuntu: Paused');
    expect(await opened.page.locator('[aria-live]').count()).toBe(1);
  });

  it('shows hostile names as text', async () => {
    const opened = await open(popoverViews.hostile);
    const { page } = opened;
    expect(await page.locator('.list img').count()).toBe(0);
    const text = (await page.locator('.list').textContent()) ?? '';
    expect(text).toContain('<img src=x onerror=alert(1)>');
    const labels = await page
      .locator('[aria-label], [title]')
      .evaluateAll((all) =>
        all.flatMap((each) => [each.getAttribute('aria-label') ?? '', each.getAttribute('title') ?? '']),
      );
    for (const each of [text, ...labels]) expect(each).not.toMatch(/[\u202a-\u202e\u2066\n]/);
  });

  it('takes what is dropped on it, says so while it hangs over, and does not follow it', async () => {
    const opened = await open(popoverViews.empty);
    const { page } = opened;
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      for (const name of ['Ubuntu.utm', 'Arch.utm']) dataTransfer.items.add(new File([''], name));
      const drag = (type: string) => dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }));
      if (drag('dragover')) throw new Error('the page would be left');
      requestAnimationFrame(() => drag('drop'));
    });
    await page.locator('.drop-target').waitFor({ state: 'hidden' });
    await expect
      .poll(() => opened.takeSent())
      .toEqual([{ name: 'dropped', values: [['/Users/ada/Ubuntu.utm', '/Users/ada/Arch.utm']] }]);
  });

  it('asks to be hidden when the window loses the focus', async () => {
    const opened = await open(popoverViews.copying);
    await opened.page.evaluate(() => dispatchEvent(new Event('blur')));
    expect(await opened.takeSent()).toEqual([{ name: 'hide', values: ['blur'] }]);
  });

  it('changes its language in place', async () => {
    const opened = await open(popoverViews.copying);
    await opened.show({ ...popoverViews.copying, language: 'zh-Hans' });
    expect(await button(opened, '暂停：Ubuntu').count()).toBe(1);
    expect(await opened.page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
  });

  it('is as high as what it shows, and no higher than the window may be', async () => {
    const opened = await open(popoverViews.copying);
    const height = () => opened.page.evaluate(() => innerHeight);
    expect(await height()).toBeLessThan(250);
    await opened.show(
      popoverView(Array.from({ length: 20 }, (_, index) => doneRow(`d${index}`, `VM ${index}`))),
    );
    await expect.poll(height).toBe(560);
    await opened.show(popoverViews.copying);
    await expect.poll(height).toBeLessThan(250);
  });

  it('does nothing between two messages: no timer, no frame, no layout, no animation', async () => {
    const opened = await open(popoverViews.mixed);
    const session = await opened.page.context().newCDPSession(opened.page);
    await session.send('Performance.enable');
    const drawn = async () =>
      (await session.send('Performance.getMetrics')).metrics.filter((each) =>
        ['LayoutCount', 'RecalcStyleCount'].includes(each.name),
      );
    // What opening it left to do.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await opened.page.evaluate(() => {
      const called: string[] = [];
      Object.assign(window, { called });
      for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback'])
        Object.assign(window, { [name]: () => called.push(name) });
    });
    const before = await drawn();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await drawn()).toEqual(before);
    expect(await opened.page.evaluate(() => (window as unknown as { called: string[] }).called)).toEqual([]);
    expect(await opened.page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
