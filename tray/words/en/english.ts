import { amountsFor } from '../amounts.ts';
import type { Words } from '../words.ts';
import { app } from './app.ts';
import { failures } from './failures.ts';
import { popover } from './popover.ts';
import { questions } from './questions.ts';
import { rows } from './rows.ts';
import { settings } from './settings.ts';

export const english: Words = {
  language: 'en',
  amounts: amountsFor('en'),
  popover,
  rows,
  questions,
  failures,
  settings,
  app,
};
