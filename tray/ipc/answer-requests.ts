import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { type RequestName, type Requests, requestChannel } from '../contract/messages.ts';
import { requestSchemas } from './request-schemas.ts';

/** One handler for each request of the contract: a missing one does not compile. */
export type RequestHandlers = {
  readonly [Name in RequestName]: (
    ...values: Requests[Name]['arguments']
  ) => Requests[Name]['answer'] | Promise<Requests[Name]['answer']>;
};

/**
 * Answers the page's requests. What does not come from our own page's main frame, or has wrong arguments, is refused and reaches no
 * handler.
 *
 * @param isOwnPage whether an address is that of our page
 */
export function answerRequests(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: RequestHandlers,
  isOwnPage: (url: string | undefined) => boolean,
): void {
  for (const name of Object.keys(requestSchemas) as RequestName[]) {
    ipc.handle(requestChannel(name), (event: IpcMainInvokeEvent, ...values: unknown[]) => {
      if (!isOwnPage(event.senderFrame?.url) || event.senderFrame !== event.sender.mainFrame)
        throw new Error('not from our page');
      return answer(name, handlers[name], values);
    });
  }
}

function answer<Name extends RequestName>(
  name: Name,
  handler: (...values: never[]) => unknown,
  values: readonly unknown[],
): unknown {
  const parsed = requestSchemas[name].safeParse(values);
  if (!parsed.success) throw new Error(`wrong arguments for ${name}`);
  return handler(...(parsed.data as unknown as never[]));
}
