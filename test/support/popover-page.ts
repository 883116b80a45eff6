/**
 * The built pages of popover and setup window in a real Chromium, with a bridge of ours in place of Electron's.
 *
 * Proves: that the page as it is shipped works under its real Content-Security-Policy, shows what it is sent, asks for what it
 * should, and what a real layout and a real accessibility tree make of it. Proves nothing about Electron: there is no preload,
 * no isolated world, no structured clone, and the fonts, the vibrancy, the focus of the window and the voice are not a Mac's.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PopoverView } from '../../tray/contract/popover-view.ts';
import type { SetupView } from '../../tray/contract/setup-view.ts';
import { nowMs } from './popover-rows.ts';

const pageFolder = 'dist/tray/popover';
const origin = 'http://popover.test';

export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Sent {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** The page and the other end of its bridge. */
export interface PopoverPage<View = PopoverView> {
  readonly page: Page;
  /** What the page asked for since the last call, what is answered and the resizing left out. */
  takeSent(): Promise<Sent[]>;
  show(view: View): Promise<void>;
  emit(name: 'announce' | 'showSettings', value: unknown): Promise<void>;
  /** Breaches of the policy, errors of scripts, and requests that left the page. */
  readonly troubles: string[];
  close(): Promise<void>;
}

export function openPopover(
  browser: Browser,
  view: PopoverView,
  options: BrowserContextOptions = {},
  answers: Answers = {},
): Promise<PopoverPage> {
  const file = { name: 'index.html', event: 'view', width: 360, heightMax: 560 };
  return openPage(browser, file, { ready: view, ...answers }, options);
}

export function openSetup(
  browser: Browser,
  view: SetupView,
  options: BrowserContextOptions = {},
): Promise<PopoverPage<SetupView>> {
  const file = { name: 'setup.html', event: 'setupView', width: 460, heightMax: 680 };
  return openPage(browser, file, { setupReady: view, setupTryIt: true }, options);
}

/** What a request is answered with, by its name. */
type Answers = Readonly<Record<string, unknown>>;

interface PageFile {
  readonly name: string;
  /** Which event brings a new view. */
  readonly event: string;
  readonly width: number;
  readonly heightMax: number;
}

async function openPage<View>(
  browser: Browser,
  { name: fileName, event: viewEvent, width, heightMax }: PageFile,
  answers: Answers,
  options: BrowserContextOptions,
): Promise<PopoverPage<View>> {
  const context = await browser.newContext({
    viewport: { width, height: heightMax },
    deviceScaleFactor: 2,
    timezoneId: 'UTC',
    ...options,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const path = `${pageFolder}${url.pathname}`;
    if (url.origin !== origin || !existsSync(path)) {
      troubles.push(`asked for ${url.href}`);
      return route.abort();
    }
    return route.fulfill({
      body: readFileSync(path),
      contentType: path.endsWith('.html')
        ? 'text/html'
        : path.endsWith('.css')
          ? 'text/css'
          : 'text/javascript',
      headers: { 'content-security-policy': contentSecurityPolicy },
    });
  });
  // The window follows the page, as the main process makes it.
  await page.exposeFunction('resizeWindow', (height: number) =>
    page.setViewportSize({ width: page.viewportSize()?.width ?? width, height: Math.min(heightMax, height) }),
  );
  await page.clock.setFixedTime(nowMs);
  await page.addInitScript(bridgeInPage, answers);
  await page.goto(`${origin}/${fileName}`);
  await page.waitForFunction(() => document.querySelector('main:not(.loading)') !== null);
  await settle(page);
  return {
    page,
    troubles,
    takeSent: () => page.evaluate(() => (window as unknown as BridgeWindow).takeSent()),
    show: async (next) => {
      await page.evaluate(
        ([event, value]) => (window as unknown as BridgeWindow).emit(event as string, value),
        [viewEvent, next] as const,
      );
      await settle(page);
    },
    emit: async (name, value) => {
      await page.evaluate(
        ([event, data]) => (window as unknown as BridgeWindow).emit(event as string, data),
        [name, value],
      );
      await settle(page);
    },
    close: () => context.close(),
  };
}

/** Two frames: one to draw, one for what the sizes of the first one changed. */
async function settle(page: Page): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1)
    await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
}

interface BridgeWindow {
  ferry: unknown;
  takeSent(): Sent[];
  emit(name: string, value: unknown): void;
  resizeWindow(height: number): Promise<void>;
}

/** Runs in the page, before it. */
function bridgeInPage(answers: Answers): void {
  const page = window as unknown as BridgeWindow;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  let sent: Sent[] = [];
  page.takeSent = () => {
    const taken = sent;
    sent = [];
    return taken;
  };
  page.emit = (name, value) => {
    for (const listener of listeners.get(name) ?? []) listener(value);
  };
  page.ferry = Object.freeze({
    request: async (name: string, ...values: unknown[]) => {
      if (Object.hasOwn(answers, name)) return answers[name];
      if (/resize$/i.test(name)) await page.resizeWindow(values[0] as number);
      else sent.push({ name, values });
      return undefined;
    },
    on: (name: string, listener: (value: unknown) => void) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => all.delete(listener);
    },
    pathOf: (file: { readonly name: string }) => `/Users/ada/${file.name}`,
  });
}
