import { z } from 'zod';

/** The pieces of an installation, in the order in which they are put in place. */
export const stepNames = ['state-folder', 'app', 'quick-actions', 'login-item', 'command-link'] as const;
export type StepName = (typeof stepNames)[number];

const path = z.string().min(1);

/** How a thing is known to be ours when it is to be removed, perhaps months later. */
const markSchema = z.discriminatedUnion('kind', [
  /** A bundle whose Info.plist has this CFBundleIdentifier. */
  z.strictObject({ kind: z.literal('bundle'), identifier: z.string() }),
  /** A symbolic link to exactly this. */
  z.strictObject({ kind: z.literal('link'), aim: z.string() }),
]);
export type Mark = z.infer<typeof markSchema>;

/**
 * What one step makes, written down before it is made: enough to take it back for somebody who knows nothing else, also when
 * the step was killed in its middle.
 */
export const traceSchema = z.strictObject({
  step: z.enum(stepNames),
  /** Folders that were not there, outermost first. Taken back when they are empty. */
  folders: z.array(path),
  made: z.array(z.strictObject({ path, mark: markSchema })),
  /** Names under which things are put together; whatever has them is left over. */
  staging: z.array(path),
  /** What was in the way and is ours: moved aside until the installation is complete. */
  aside: z.array(z.strictObject({ path, keptAt: path })),
  /** Whether the app was told to open at login. */
  opensAtLogin: z.boolean(),
});
export type Trace = z.infer<typeof traceSchema>;

export function emptyTrace(step: StepName): Trace {
  return { step, folders: [], made: [], staging: [], aside: [], opensAtLogin: false };
}
