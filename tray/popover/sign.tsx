import type { FindingState } from '../contract/checkup-view.ts';
import { Asks, Check, Stop, Warning } from './glyphs.tsx';

const glyphs = { ok: Check, attention: Warning, broken: Stop, unknown: Asks } as const;

/** How something stands: as a shape, a colour, and a word for those who see neither. */
export function Sign({ state, name }: { readonly state: FindingState; readonly name: string }) {
  const Shape = glyphs[state];
  return (
    <span class={`sign sign-${state}`} role="img" aria-label={name}>
      <Shape />
    </span>
  );
}
