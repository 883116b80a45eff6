import type { MainWords } from '../contract/main-words.ts';
import type { Language } from '../contract/popover-view.ts';
import type { Amounts } from './amounts.ts';
import type { CheckupWords } from './checkup-words.ts';
import type { FailureWords } from './failure-words.ts';
import type { PopoverWords } from './popover-words.ts';
import type { QuestionWords } from './question-words.ts';
import type { RowWords } from './row-words.ts';
import type { SettingsWords } from './settings-words.ts';
import type { SetupWords } from './setup-words.ts';

/** Every sentence that the app can say, in one language. A language that lacks one does not compile. */
export interface Words {
  readonly language: Language;
  readonly amounts: Amounts;
  readonly popover: PopoverWords;
  readonly rows: RowWords;
  readonly questions: QuestionWords;
  readonly failures: FailureWords;
  readonly settings: SettingsWords;
  readonly checkup: CheckupWords;
  readonly setup: SetupWords;
  /** Said outside of the popover: notifications, menus, panels, dialogs. */
  readonly main: MainWords;
}
