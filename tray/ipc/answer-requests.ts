import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { requestChannel } from '../contract/messages.ts';
import type { RequestSchemas } from './request-schemas.ts';

/** One handler for each request of a contract: a missing one does not compile. */
export type Handlers<Asked> = {
  readonly [Name in keyof Asked]: Asked[Name] extends {
    readonly arguments: infer Values extends readonly unknown[];
    readonly answer: infer Answer;
  }
    ? (...values: Values) => Answer | Promise<Answer>
    : never;
};

/**
 * Answers the requests of one page. What does not come from that page's main frame, or has wrong arguments, is refused and reaches
 * no handler.
 *
 * @param isOwnPage whether an address is that of the page
 */
export function answerRequests<Asked>(
  ipc: Pick<IpcMain, 'handle'>,
  schemas: RequestSchemas<Asked>,
  handlers: Handlers<Asked>,
  isOwnPage: (url: string | undefined) => boolean,
): void {
  for (const name of Object.keys(schemas) as (keyof Asked & string)[]) {
    ipc.handle(requestChannel(name), (event: IpcMainInvokeEvent, ...values: unknown[]) => {
      if (!isOwnPage(event.senderFrame?.url) || event.senderFrame !== event.sender.mainFrame)
        throw new Error('not from our page');
      const parsed = schemas[name].safeParse(values);
      if (!parsed.success) throw new Error(`wrong arguments for ${name}`);
      const handler = handlers[name] as (...values: readonly unknown[]) => unknown;
      return handler(...(parsed.data as readonly unknown[]));
    });
  }
}
