import type { Language } from '../contract/popover-view.ts';
import { english } from './en/english.ts';
import type { Words } from './words.ts';
import { simplifiedChinese } from './zh-hans/simplified-chinese.ts';

const byLanguage: Readonly<Record<Language, Words>> = { en: english, 'zh-Hans': simplifiedChinese };

export function wordsFor(language: Language): Words {
  return byLanguage[language];
}

/**
 * The first language of the person that we speak.
 *
 * @param preferred BCP 47 tags, most preferred first, as the system lists them
 */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.split(/[-_]/)[0]?.toLowerCase();
    if (language === 'en') return 'en';
    // Of any script: readers of traditional characters read the simplified ones better than English.
    if (language === 'zh') return 'zh-Hans';
  }
  return 'en';
}
