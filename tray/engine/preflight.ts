import { z } from 'zod';
import type { TransferChoices } from '#engine/transfers';
import type { FailureView, QuestionView } from '../contract/popover-view.ts';
import { askEngine, type EngineLine } from './ask-engine.ts';
import type { Engine } from './find-engine.ts';

/** What is about to be started. */
export interface Start {
  readonly verb: 'copy' | 'move';
  readonly source: string;
  readonly targetFolder: string;
  readonly name: string | null;
  readonly choices: TransferChoices;
  /** The person knows that it is suspended. */
  readonly maySuspended: boolean;
}

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string(),
  path: z.string().optional(),
  bytes: z.number().optional(),
  program: z.string().optional(),
});

/**
 * What stands between a transfer and its start, asked of the engine with a dry run.
 *
 * @returns undefined when nothing does
 */
export async function askPreflight(engine: Engine, start: Start): Promise<QuestionView | undefined> {
  const lines = await askEngine(engine, preflightWords(start));
  const error = lines.find(({ type }) => type === 'error');
  if (error !== undefined) return questionOfError(error, start);
  if (!lines.some(({ type }) => type === 'result'))
    return { kind: 'refused', failure: ownFailure('ENGINE_FAILED') };
  const isSuspended = lines.some(({ type, code }) => type === 'warning' && code === 'SUSPENDED');
  return isSuspended && !start.maySuspended ? { kind: 'suspended' } : undefined;
}

/** A failure with a code of the app's own; the words are found by whoever shows it. */
export function ownFailure(code: 'ENGINE_MISSING' | 'ENGINE_FAILED' | 'FILE_MISSING'): FailureView {
  return { code, message: '', advice: '', path: null, missingBytes: null, canResume: false };
}

function preflightWords({ verb, source, targetFolder, name, choices }: Start): string[] {
  return [
    verb,
    '--dry-run',
    '--json',
    ...(choices.allowExpansion === true ? ['--allow-expansion'] : []),
    ...(choices.evenIfRunning === true && verb === 'copy' ? ['--even-if-running'] : []),
    ...(choices.download === true ? ['--download'] : []),
    ...(name === null ? [] : ['--name', name]),
    // What follows is no option, whatever it begins with.
    '--',
    source,
    targetFolder,
  ];
}

function questionOfError(line: EngineLine, { verb }: Start): QuestionView {
  const parsed = errorSchema.safeParse(line);
  if (!parsed.success) return { kind: 'refused', failure: ownFailure('ENGINE_FAILED') };
  const { code, message, advice, path = null, bytes, program = null } = parsed.data;
  if (code === 'NO_SPACE' && bytes !== undefined) return { kind: 'no-space', missingBytes: bytes };
  if (code === 'WOULD_EXPAND' && bytes !== undefined) return { kind: 'expansion', extraBytes: bytes };
  if (code === 'VM_RUNNING') return { kind: 'running', program, canGoOn: verb === 'copy' };
  return {
    kind: 'refused',
    failure: { code, message, advice, path, missingBytes: null, canResume: false },
  };
}
