import type { MainWords } from '../../contract/main-words.ts';
import { amountsFor } from '../amounts.ts';
import { failureText } from '../failure-words.ts';
import { questionText } from '../question-text.ts';
import { visibleName } from '../visible-name.ts';
import { failures } from './failures.ts';
import { questions } from './questions.ts';

const amounts = amountsFor('zh-Hans');
const verbs = { copy: '拷贝', move: '移动' } as const;

export const main: MainWords = {
  menu: {
    open: '打开 VM Ferry',
    pauseAll: '全部暂停',
    continueAll: '全部继续',
    settings: '设置…',
    setup: '设置快速操作…',
    startAtLogin: '登录时打开',
    quit: '退出 VM Ferry',
  },
  panel: {
    message: (verb, names, bytes) => {
      const what = names.length === 1 ? `“${visibleName(names[0] ?? '')}”` : ` ${names.length} 个虚拟机`;
      return `将${what}${bytes === null ? '' : `（${amounts.size(bytes)}）`}${verbs[verb]}到：`;
    },
    button: (verb) => `${verbs[verb]}到这里`,
  },
  quit: {
    message: (activeCount) => `${activeCount} 项传输会在后台继续进行。`,
    detail: '传输结束或需要你处理时，不会再有通知。重新打开 VM Ferry 即可查看。',
    goOn: '退出',
    pauseAndQuit: '暂停并退出',
    stay: '取消',
  },
  notification: {
    done: (verb, name, place) => ({
      title: visibleName(name),
      body: `已${verbs[verb]}到“${visibleName(place)}”。`,
    }),
    failed: (verb, name, failure) => {
      const { title, advice } = failureText(failures, failure);
      return { title: `未能${verbs[verb]}“${visibleName(name)}”`, body: `${title}。${advice}` };
    },
    question: (name, question) => {
      const { title, text } = questionText({ questions, failures, amounts }, question, {
        verb: 'copy',
        place: null,
      });
      return {
        title: `“${visibleName(name)}”需要你处理`,
        body: `${title}${/[？。]$/.test(title) ? '' : '。'}${text}`,
      };
    },
    interrupted: (name, volume) => ({
      title: `“${visibleName(name)}”已中断`,
      body:
        volume === null
          ? '可从停止处继续。'
          : `磁盘“${visibleName(volume)}”已断开。重新连接后，可从停止处继续。`,
    }),
    several: ({ done, failed, needYou }) => ({
      title: `${done + failed + needYou} 项传输`,
      body: [
        ...(done > 0 ? [`${done} 项已完成`] : []),
        ...(failed > 0 ? [`${failed} 项失败`] : []),
        ...(needYou > 0 ? [`${needYou} 项需要你处理`] : []),
      ].join('，'),
    }),
  },
  tooltip: {
    idle: 'VM Ferry',
    active: (count, percent) => `VM Ferry：${count} 项传输，${percent}%`,
    paused: (count) => `VM Ferry：${count} 项传输已暂停`,
    attention: (count) => `VM Ferry：${count} 项传输需要你处理`,
  },
  failure: (code) => ({ message: failures.byCode[code].title, advice: failures.byCode[code].advice }),
};
