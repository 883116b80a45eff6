import { parse } from 'plist';
import type { MacPrograms } from './mac-programs.ts';
import { runProgram } from './run-program.ts';

/**
 * Whether the person has switched a Quick Action on. `not-said` means that macOS has nothing written down about it, which some
 * versions of macOS treat as on and others as off.
 */
export type SwitchState = 'on' | 'off' | 'not-said';

/**
 * Reads the switches that Finder ▸ Quick Actions ▸ Customize… sets, from where macOS keeps them. Nothing is documented about
 * them; they are read and never written.
 *
 * @param services identifier and English or other title of each Quick Action, as its Info.plist has them
 * @returns undefined when they cannot be read
 */
export async function readSwitches(
  services: readonly { readonly identifier: string; readonly title: string }[],
  { defaults }: Pick<MacPrograms, 'defaults'>,
): Promise<SwitchState[] | undefined> {
  const answer = await runProgram(defaults, ['export', 'pbs', '-']);
  if (answer.exitCode !== 0) return undefined;
  let all: Record<string, unknown>;
  try {
    all = (parse(answer.stdout) ?? {}) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const statuses = (all.NSServicesStatus ?? {}) as Record<string, unknown>;
  return services.map(({ identifier, title }) =>
    switchOf(statuses[`${identifier} - ${title} - runWorkflowAsService`]),
  );
}

/** Newer systems write `presentation_modes`, older ones `enabled_context_menu`; a mode is on when it is 1 or true. */
function switchOf(status: unknown): SwitchState {
  if (typeof status !== 'object' || status === null) return 'not-said';
  const { presentation_modes: modes, enabled_context_menu: before } = status as Record<string, unknown>;
  const value =
    typeof modes === 'object' && modes !== null ? (modes as Record<string, unknown>).ContextMenu : before;
  if (value === undefined) return 'not-said';
  return value === true || value === 1 ? 'on' : 'off';
}
