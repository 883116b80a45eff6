/** What a Quick Action asks VM Ferry for. */
export type Verb = 'copy' | 'move';
export const verbs: readonly Verb[] = ['copy', 'move'];

/** Languages that the Quick Actions speak, as macOS calls them. */
export type Language = 'en' | 'zh-Hans';

interface Words {
  /** The item in Finder's menu and the name of the bundle. Without a slash: macOS drops what is before one. */
  readonly title: Readonly<Record<Verb, string>>;
  /** Title and text of the alert when VM Ferry is gone; `where` is the path at which it was. */
  readonly goneTitle: string;
  readonly goneText: Readonly<Record<Verb, (where: string) => string>>;
}

const goneInEnglish = (done: string) => (where: string) =>
  `Nothing was ${done}. VM Ferry should be at “${where}”. Put it back or install it again. If you have removed VM Ferry, also remove this Quick Action: it is in the folder Library/Services in your home folder.`;

const goneInChinese = (done: string) => (where: string) =>
  `没有${done}任何内容。VM Ferry 应位于“${where}”。请将其放回原处或重新安装。如果您已移除 VM Ferry，请一并移除此快速操作：它位于个人文件夹的“Library/Services”中。`;

const wordsIn: Readonly<Record<Language, Words>> = {
  en: {
    title: { copy: 'Copy VM with Ferry…', move: 'Move VM with Ferry…' },
    goneTitle: 'VM Ferry cannot be found',
    goneText: { copy: goneInEnglish('copied'), move: goneInEnglish('moved') },
  },
  'zh-Hans': {
    title: { copy: '用 Ferry 拷贝虚拟机…', move: '用 Ferry 移动虚拟机…' },
    goneTitle: '找不到 VM Ferry',
    goneText: { copy: goneInChinese('拷贝'), move: goneInChinese('移动') },
  },
};

export function titleOf(verb: Verb, language: Language): string {
  return wordsIn[language].title[verb];
}

/** The alert of a Quick Action whose VM Ferry is gone: title and text. */
export function goneAlert(verb: Verb, language: Language, where: string): readonly [string, string] {
  const words = wordsIn[language];
  return [words.goneTitle, words.goneText[verb](where)];
}

/**
 * The first of the person's languages that we speak, else English.
 *
 * @param preferred as macOS lists them (`AppleLanguages`), for example `zh-Hans-CN`; older names such as `zh_CN` too
 */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [language = '', ...rest] = tag.toLowerCase().split(/[-_]/);
    if (language === 'en') return 'en';
    // Written in full, or by a region that writes simplified; Hant, TW, HK and MO are another script.
    const isTraditional =
      rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) && !rest.includes('hans');
    if (language === 'zh' && !isTraditional) return 'zh-Hans';
  }
  return 'en';
}
