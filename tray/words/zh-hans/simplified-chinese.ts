import { amountsFor } from '../amounts.ts';
import type { Words } from '../words.ts';
import { checkup } from './checkup.ts';
import { failures } from './failures.ts';
import { main } from './main.ts';
import { popover } from './popover.ts';
import { questions } from './questions.ts';
import { rows } from './rows.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';

export const simplifiedChinese: Words = {
  language: 'zh-Hans',
  amounts: amountsFor('zh-Hans'),
  popover,
  rows,
  questions,
  failures,
  settings,
  checkup,
  setup,
  main,
};
