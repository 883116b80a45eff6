import { release } from 'node:os';
import type { TransferView } from '#engine/transfers';
import packageFacts from '../../package.json' with { type: 'json' };

/** A transfer in plain text, for whoever is asked for help: in the engine's words, which need no translation to be searched for. */
export function detailsOf(view: TransferView): string {
  const about = `VM Ferry ${packageFacts.version}, ${process.platform} ${release()}, ${process.arch}`;
  if (view.kind !== 'transfer') return `${about}\nTransfer ${view.id}: ${view.kind}`;
  const { record, state } = view;
  const { request, error } = record;
  return [
    about,
    `Transfer ${view.id}: ${request.verb}, ${state}, attempt ${record.attempts}`,
    `Source: ${request.source}`,
    `Target: ${record.target ?? request.targetFolder ?? 'not chosen'}`,
    `Method: ${record.method ?? 'unknown'}, ${record.counters.copiedBytes} of ${record.allocatedBytes} bytes in use, ${record.logicalBytes} logical`,
    ...(error === null
      ? []
      : [
          `Error: ${error.code}`,
          error.message,
          error.advice,
          ...(error.path === null ? [] : [`Path: ${error.path}`]),
        ]),
    ...record.warnings.map((warning) => `Warning: ${warning}`),
    `History: ${record.history.map((each) => `${each.at} ${each.state}`).join(', ')}`,
  ].join('\n');
}
