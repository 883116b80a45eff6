import { z } from 'zod';
import type { FindingName } from '../contract/checkup-view.ts';
import type { Requests } from '../contract/messages.ts';

/** Ids are those of door 2, or of something that was just dropped and has no transfer yet. */
const id = z.string().regex(/^(?:[0-9a-z]{8}-[0-9a-f]{8}|drop-\d{1,9})$/);
const language = z.enum(['en', 'zh-Hans', 'system']);
const action = z.enum([
  'pause',
  'continue',
  'cancel',
  'resume',
  'retry',
  'show-source',
  'show-target',
  'open-target',
  'copy-details',
  'clear',
]);
const answer = z.enum(['choose-target', 'copy', 'move', 'go-on', 'try-again', 'give-up']);
const change = z
  .strictObject({
    verifyCopies: z.boolean(),
    afterMove: z.enum(['trash', 'delete']),
    notifications: z.boolean(),
    showPercent: z.boolean(),
    startAtLogin: z.boolean(),
    language,
  })
  .partial();
/** A name that no finding has opens nothing. */
const findingName = z.string().max(100) as unknown as z.ZodType<FindingName, unknown>;
/** More than anybody drops at once. */
const paths = z.array(z.string().min(1).max(65_536)).max(1000);

/** For each request of a contract, what its arguments must be. */
export type RequestSchemas<Asked> = {
  readonly [Name in keyof Asked]: Asked[Name] extends { readonly arguments: infer Values }
    ? z.ZodType<Values, unknown>
    : never;
};

/**
 * What the arguments of each request must be. The page is not trusted: a hole in Chromium would speak through it. A request
 * of the contract without a line here does not compile.
 */
export const requestSchemas: RequestSchemas<Requests> = {
  ready: z.tuple([]),
  act: z.tuple([id, action]),
  answer: z.tuple([id, answer]),
  changeSettings: z.tuple([change as z.ZodType<Requests['changeSettings']['arguments'][0]>]),
  clearHistory: z.tuple([]),
  pauseAll: z.tuple([]),
  continueAll: z.tuple([]),
  dropped: z.tuple([paths]),
  resize: z.tuple([z.number().min(0).max(10_000)]),
  hide: z.tuple([z.enum(['escape', 'blur'])]),
  openNotice: z.tuple([z.string().max(100)]),
  examine: z.tuple([]),
  openRemedy: z.tuple([findingName]),
  copyReport: z.tuple([]),
  quit: z.tuple([]),
};
