import type { Answer } from '../contract/popover-view.ts';

export interface QuestionText {
  readonly title: string;
  readonly text: string;
}

/** What is asked before a transfer starts. Sizes come written out. */
export interface QuestionWords {
  target(verb: 'copy' | 'move', count: number): QuestionText;
  readonly verb: QuestionText;
  noSpace(missing: string, place: string | null): QuestionText;
  /** @param exact the same as `extra`, to the byte */
  expansion(extra: string, exact: string, place: string | null): QuestionText;
  running(program: string | null, canGoOn: boolean): QuestionText;
  suspended(verb: 'copy' | 'move'): QuestionText;
  readonly answers: Readonly<Record<Answer, string>>;
  /** “Go on” says what it does, and so differs by the question. */
  readonly goOn: Readonly<Record<'expansion' | 'running' | 'suspended', string>>;
  readonly chooseAnother: string;
  /** Names of buttons for those who listen: “Copy Anyway: Ubuntu”. */
  answerOn(answer: string, name: string): string;
}
