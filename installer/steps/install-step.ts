import type { MacPrograms } from '../mac-programs.ts';
import type { Places } from '../places.ts';
import type { StepName, Trace } from '../trace.ts';

/** What a step may know and use. */
export interface StepWorld {
  readonly places: Places;
  readonly programs: MacPrograms;
  /** Where the app is, or will be when the app's step is done. */
  readonly appPath: string;
}

/** Something that went another way than hoped and stops nothing. */
export interface Note {
  readonly code:
    | 'SERVICES_NOT_REFRESHED'
    | 'LOGIN_ITEM_LATER'
    | 'LOGIN_ITEM_NEEDS_APPROVAL'
    | 'LOGIN_ITEM_LEFT'
    | 'NOT_ON_PATH'
    | 'RESTART_NEEDED'
    | 'LEFT_ALONE';
  readonly message: string;
}

/**
 * One piece of an installation. Steps can be repeated: what is done is left as it is. To undo one its trace is enough
 * (`undoTrace`), so that works months later, by another version, and after a step was killed in its middle.
 */
export interface InstallStep {
  readonly name: StepName;
  /** Whether everything is in place, exactly as it would be put there now. */
  isDone(): Promise<boolean>;
  /**
   * What `apply` will make and move aside. Touches nothing.
   *
   * @param before what an earlier installation made
   * @throws InstallerError when it must not be done
   */
  plan(before: Trace | undefined): Promise<Trace>;
  /** Does it. @throws when it cannot; the caller then takes the trace back */
  apply(trace: Trace): Promise<Note[]>;
}
