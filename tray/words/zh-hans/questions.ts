import type { QuestionWords } from '../question-words.ts';
import { visibleName } from '../visible-name.ts';

const named = (place: string | null): string => (place === null ? '目标磁盘' : `“${visibleName(place)}”`);

export const questions: QuestionWords = {
  target: (verb, count) => ({
    title: verb === 'copy' ? '拷贝到哪里？' : '移动到哪里？',
    text: count > 1 ? `所选文件夹将用于等待中的全部 ${count} 项。` : '请选择目标文件夹。',
  }),
  verb: { title: '拷贝还是移动？', text: '移动会在副本验证无误后移除原件。' },
  noSpace: (missing, place) => ({
    title: `${named(place)}空间不足`,
    text: `还需要腾出 ${missing}。尚未写入任何内容。`,
  }),
  expansion: (extra, exact, place) => ({
    title: `副本会增大 ${extra}`,
    text: `${named(place)}无法省去空白空间，副本会比原件多占 ${exact}。`,
  }),
  running: (program, canGoOn) => ({
    title: program === null ? '虚拟机正在运行' : `“${visibleName(program)}”正在使用它`,
    text: canGoOn ? '请先关机。运行时制作的副本可能无法启动。' : '请先关机。正在运行的虚拟机无法移动。',
  }),
  suspended: (verb) => ({
    title: '虚拟机处于挂起状态',
    text: `可以照原样${verb === 'copy' ? '拷贝' : '移动'}，但在另一台 Mac 上可能需要重新启动。为保险起见，请先在 UTM 中关机。`,
  }),
  answers: {
    'choose-target': '选取文件夹…',
    copy: '拷贝',
    move: '移动',
    'go-on': '继续',
    'try-again': '重新检查',
    'give-up': '取消',
  },
  goOn: { expansion: '仍然拷贝', running: '运行时拷贝', suspended: '照原样继续' },
  chooseAnother: '选取其他位置…',
  answerOn: (answer, name) => `${answer}：${visibleName(name)}`,
};
