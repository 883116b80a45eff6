import type { IpcMain } from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type RequestName, type Requests, requestChannel } from '../../../tray/contract/messages.ts';
import type { PopoverView } from '../../../tray/contract/popover-view.ts';
import { answerRequests, type Handlers } from '../../../tray/ipc/answer-requests.ts';
import { requestSchemas } from '../../../tray/ipc/request-schemas.ts';

type Handle = (event: object, ...values: unknown[]) => unknown;
const names = Object.keys(requestSchemas) as RequestName[];
const handles = new Map<string, Handle>();
let reached: [string, unknown[]][];

const frame = { url: 'app://popover/index.html' };
const page = { senderFrame: frame, sender: { mainFrame: frame } };

beforeEach(() => {
  reached = [];
  handles.clear();
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (...values: unknown[]) => {
        reached.push([name, values]);
        return {} as PopoverView;
      },
    ]),
  ) as unknown as Handlers<Requests>;
  const ipc = { handle: (channel: string, handle: Handle) => void handles.set(channel, handle) };
  answerRequests(ipc as unknown as IpcMain, requestSchemas, handlers, (url) => url === frame.url);
});

const ask = (event: object, name: RequestName, ...values: unknown[]) =>
  handles.get(requestChannel(name))?.(event, ...values);

describe('requests of the page', () => {
  it('reach their handlers with what they say', () => {
    ask(page, 'act', '0123abcd-0123abcd', 'pause');
    ask(page, 'dropped', ['/a.utm']);
    expect(reached).toEqual([
      ['act', ['0123abcd-0123abcd', 'pause']],
      ['dropped', [['/a.utm']]],
    ]);
  });

  it.each([
    ['another page', { ...page, senderFrame: { url: 'https://example.com' } }],
    ['a frame in the page', { ...page, senderFrame: { url: frame.url } }],
    ['a frame that is gone', { ...page, senderFrame: null }],
  ])('from %s reach nothing', (_who, event) => {
    for (const name of names) expect(() => ask(event, name)).toThrow('not from our page');
    expect(reached).toEqual([]);
  });

  it.each([
    ['act', ['../../etc', 'pause']],
    ['act', ['0123abcd-0123abcd', 'format']],
    ['act', ['0123abcd-0123abcd']],
    ['act', ['0123abcd-0123abcd', 'pause', 'more']],
    ['answer', ['drop-1', 'yes']],
    ['changeSettings', [{ language: 'de' }]],
    ['changeSettings', [{ lastTarget: '/' }]],
    ['changeSettings', [{ verifyCopies: 'yes' }]],
    ['dropped', ['/a.utm']],
    ['dropped', [[1]]],
    ['dropped', [Array.from({ length: 1001 }, () => '/a.utm')]],
    ['hide', ['later']],
    ['resize', [Number.NaN]],
    ['resize', [Number.POSITIVE_INFINITY]],
    ['quit', ['now']],
  ] as const)('%s with %j reach nothing', (name, values) => {
    expect(() => ask(page, name, ...values)).toThrow('wrong arguments');
    expect(reached).toEqual([]);
  });

  it('that are garbage are refused, or are what the contract says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(fc.anything(), { maxLength: 3 }), (name, values) => {
        reached = [];
        try {
          ask(page, name, ...values);
        } catch (thrown) {
          expect((thrown as Error).message).toContain('wrong arguments');
        }
        for (const [, got] of reached) expect(requestSchemas[name].safeParse(got).success).toBe(true);
      }),
    );
  });
});
