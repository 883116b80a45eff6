import { powerSaveBlocker } from 'electron';

/** Keeps the machine from idle sleep while a transfer runs. Closing the lid still puts it to sleep. */
export class AwakeKeeper {
  private blocker: number | undefined;

  keep(isWanted: boolean): void {
    if (isWanted && this.blocker === undefined)
      this.blocker = powerSaveBlocker.start('prevent-app-suspension');
    else if (!isWanted && this.blocker !== undefined) {
      powerSaveBlocker.stop(this.blocker);
      this.blocker = undefined;
    }
  }
}
