import type { DoubleApp } from './double-app.ts';

type Answer = (request: Request) => Response | Promise<Response>;

/** Electron's `protocol`: schemes of the app's own, served by the app's own handlers. */
export class DoubleProtocol {
  private readonly app: DoubleApp;
  private readonly handlers = new Map<string, Answer>();
  private readonly privileged = new Set<string>();

  constructor(app: DoubleApp) {
    this.app = app;
  }

  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    if (this.app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of schemes) this.privileged.add(scheme);
  }

  handle(scheme: string, answer: Answer): void {
    if (!this.app.isReady()) throw new Error('protocol.handle should be called after app is ready');
    this.handlers.set(scheme, answer);
  }

  /** For the web contents: undefined for a scheme that nobody serves with rights of its own. */
  handlerOf(scheme: string): Answer | undefined {
    return this.privileged.has(scheme) ? this.handlers.get(scheme) : undefined;
  }
}
