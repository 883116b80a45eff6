import type { DonePiece, PieceName, SetupFailure } from '../contract/setup-view.ts';

/** The setup window. */
export interface SetupWords {
  readonly windowTitle: string;
  readonly close: string;
  readonly again: string;
  readonly offer: {
    readonly title: string;
    readonly text: string;
    /** Named by what Finder shows. */
    quickActions(copy: string, move: string): string;
    readonly quickActionsHint: string;
    readonly openAtLogin: string;
    readonly openAtLoginHint: string;
    readonly commandLink: string;
    commandLinkHint(folder: string): string;
    readonly install: string;
    readonly later: string;
  };
  readonly doing: string;
  readonly done: {
    readonly title: string;
    /** Once both are switched on. */
    readonly readyTitle: string;
    readonly readyText: string;
    readonly pieces: Readonly<Record<PieceName, string>>;
    readonly notes: Readonly<Record<NonNullable<DonePiece['note']>, string>>;
    readonly stepTitle: string;
    readonly stepText: string;
    /** What to do, one after the other. */
    steps(copy: string, move: string): readonly string[];
    readonly switchedOn: string;
    readonly switchedOff: string;
    readonly switchUnknown: string;
    readonly openSettings: string;
    readonly settingsFailed: string;
    readonly tryIt: string;
    /** Where it is tried when there is no folder to show. */
    readonly tryElsewhere: string;
    readonly trying: string;
    readonly finish: string;
  };
  readonly failed: {
    readonly title: string;
    readonly nothingChanged: string;
    readonly leftovers: string;
    step(piece: PieceName): string;
    reason(failure: SetupFailure): { readonly message: string; readonly advice: string };
  };
  readonly notInApplications: {
    readonly title: string;
    text(place: string): string;
    readonly move: string;
  };
  readonly moved: {
    readonly title: string;
    text(place: string): string;
    readonly restart: string;
  };
  readonly newerState: { readonly title: string; readonly text: string };
  readonly notHere: { readonly title: string; readonly text: string };
}
