/** Figures of one shape and one way to copy it that do not depend on how busy the machine is. */
export interface QuickFigure {
  /** System calls on source and target; not those that flush behind the writer, which follow the clock. */
  readonly calls: number;
  readonly peakMebibytes: number;
}

export type Bounds = Readonly<Record<string, QuickFigure>>;

/** How much worse a figure may be than its bound. */
const tolerance = 1.05;

/** Below this V8 collects when it likes: two runs of one shape differ by 10 MiB. With the tolerance it stays below 128 MiB. */
const steadyMebibytes = 120;

/** What is recorded of a run. */
export function asBounds(figures: Bounds): Bounds {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { calls, peakMebibytes }]) => [
      name,
      { calls, peakMebibytes: Math.max(peakMebibytes, steadyMebibytes) },
    ]),
  );
}

/** In words what is worse than recorded, or was recorded and not measured; empty when all is well. */
export function findRegressions(bounds: Bounds, figures: Bounds): string[] {
  return Object.entries(bounds).flatMap(([name, bound]) => {
    const figure = figures[name];
    if (figure === undefined) return [`${name} was not measured`];
    return [
      ...worse(name, 'system calls', bound.calls, figure.calls),
      ...worse(name, 'MiB of memory', bound.peakMebibytes, figure.peakMebibytes),
    ];
  });
}

function worse(name: string, what: string, bound: number, measured: number): string[] {
  return measured <= bound * tolerance
    ? []
    : [`${name}: ${measured.toLocaleString('en')} ${what}, the bound is ${bound.toLocaleString('en')}`];
}
