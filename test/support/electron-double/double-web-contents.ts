import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page, Route } from 'playwright-core';
import type { DoubleIpcMain } from './double-ipc.ts';
import { acrossProcesses } from './double-ipc.ts';
import type { DoubleProtocol } from './double-protocol.ts';
import { pageWorldScript, preloadWorld, preloadWorldScript } from './page-scripts.ts';
import type { World } from './world.ts';

/** What web contents need of their surroundings. */
export interface Surroundings {
  readonly world: World;
  readonly ipc: DoubleIpcMain;
  readonly protocol: DoubleProtocol;
}

/** Electron's `webContents`: a real Chromium page, with a preload script in an isolated world of it. */
export class DoubleWebContents extends EventEmitter {
  private readonly around: Surroundings;
  private readonly preload: string | undefined;
  private openedPage: Page | undefined;
  private session: CDPSession | undefined;
  private contextId: number | undefined;
  private url = '';
  /** One object for the life of the page, as in Electron. */
  readonly mainFrame: { readonly url: string };
  private denies: ((details: { url: string }) => { action: string }) | undefined;

  constructor(around: Surroundings, preload: string | undefined) {
    super();
    this.around = around;
    this.preload = preload;
    const urlNow = () => this.url;
    this.mainFrame = {
      get url() {
        return urlNow();
      },
    };
  }

  /** For the test: the page, to look at and to press buttons in. */
  get page(): Page {
    if (this.openedPage === undefined) throw new Error('the page is not loaded');
    return this.openedPage;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.denies = handler;
  }

  /** For the test: whether a page that opens a window would be let. */
  wouldOpen(url: string): boolean {
    return this.denies?.({ url }).action !== 'deny';
  }

  send(channel: string, ...values: unknown[]): void {
    void this.deliver({ channel, values: acrossProcesses(values, channel) });
  }

  async load(url: string, size: { width: number; height: number }): Promise<void> {
    const { world } = this.around;
    if (world.loadFailure !== undefined) throw new Error(world.loadFailure);
    this.url = url;
    await this.openedPage?.close();
    const page = await world.context.newPage();
    this.openedPage = page;
    await page.setViewportSize(size);
    page.on('console', (message) => world.log.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => world.log.push(`page error: ${error.message}`));
    await this.installScripts(page);
    await page.goto(await this.route(page, new URL(url)), { waitUntil: 'load' });
    this.emit('did-finish-load');
  }

  /** For the test: a message as a page could send it that has got hold of the channel itself. */
  forge(
    channel: string,
    values: readonly unknown[],
    senderUrl = this.url,
    isSubframe = false,
  ): Promise<unknown> {
    const senderFrame = isSubframe || senderUrl !== this.url ? { url: senderUrl } : this.mainFrame;
    return this.around.ipc.ask(channel, { sender: this, senderFrame }, values);
  }

  /** For the test: paths of the files that are dropped next. */
  async tellDroppedPaths(): Promise<void> {
    const paths = JSON.stringify(this.around.world.droppedPaths);
    await this.evaluate(`globalThis.__droppedPaths = ${paths}`);
  }

  async close(): Promise<void> {
    await this.openedPage?.close().catch(() => {});
  }

  private async installScripts(page: Page): Promise<void> {
    const session = await this.around.world.context.newCDPSession(page);
    this.session = session;
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorld) this.contextId = context.id;
    });
    session.on('Runtime.bindingCalled', ({ payload }) => void this.called(payload));
    await session.send('Runtime.addBinding', { name: '__toMain', executionContextName: preloadWorld });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldScript });
    if (this.preload === undefined) return;
    const source = preloadWorldScript(readFileSync(this.preload, 'utf8'));
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: preloadWorld });
  }

  /** `app://popover/x` becomes `http://app.popover.localhost/x`, answered by the app's own handler; nothing else is let out. */
  private async route(page: Page, { protocol, host, pathname }: URL): Promise<string> {
    const scheme = protocol.slice(0, -1);
    const base = `http://${scheme}.${host}.localhost`;
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      const answer = this.around.protocol.handlerOf(scheme);
      if (answer !== undefined && url.startsWith(`${base}/`))
        await fulfill(route, await answer(new Request(url.replace(base, `${scheme}://${host}`))));
      else {
        this.around.world.log.push(`blocked ${url}`);
        await route.abort();
      }
    });
    return base + pathname;
  }

  private async called(payload: string): Promise<void> {
    const { id, channel, values } = JSON.parse(payload) as { id: number; channel: string; values: unknown[] };
    try {
      const answer = await this.around.ipc.ask(
        channel,
        { sender: this, senderFrame: this.mainFrame },
        values,
      );
      await this.deliver({ reply: id, value: acrossProcesses(answer, channel) });
    } catch (thrown) {
      await this.deliver({
        reply: id,
        error: `Error invoking remote method '${channel}': ${String(thrown)}`,
      });
    }
  }

  private async deliver(message: object): Promise<void> {
    await this.evaluate(`__fromMain(${JSON.stringify(message)})`);
  }

  private async evaluate(expression: string): Promise<void> {
    if (this.session === undefined || this.contextId === undefined) return;
    // A page that is being closed hears nothing any more.
    await this.session.send('Runtime.evaluate', { expression, contextId: this.contextId }).catch(() => {});
  }
}

async function fulfill(route: Route, response: Response): Promise<void> {
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
