import { amountsFor } from '../amounts.ts';
import type { AppWords } from '../app-words.ts';
import { visibleName } from '../visible-name.ts';

const amounts = amountsFor('zh-Hans');
const verbs = { copy: '拷贝', move: '移动' } as const;

export const app: AppWords = {
  tooltip: (activeCount, percent, attentionCount) => {
    const parts = [
      ...(activeCount > 0 ? [`${activeCount} 项传输`] : []),
      ...(activeCount > 0 && percent !== null ? [`${percent}%`] : []),
      ...(attentionCount > 0 ? [`${attentionCount} 项需要你处理`] : []),
    ];
    return parts.length === 0 ? 'VM Ferry' : `VM Ferry：${parts.join('，')}`;
  },
  menu: {
    open: '打开 VM Ferry',
    pauseAll: '全部暂停',
    continueAll: '全部继续',
    settings: '设置…',
    startAtLogin: '登录时打开',
    quit: '退出 VM Ferry',
  },
  panel: {
    message: (verb, names, sizeBytes) => {
      const what = names.length === 1 ? `“${visibleName(names[0] ?? '')}”` : ` ${names.length} 个虚拟机`;
      const size = sizeBytes === null ? '' : `（${amounts.size(sizeBytes)}）`;
      return `要将${what}${size}${verbs[verb]}到哪个文件夹？`;
    },
    button: (verb) => (verb === 'copy' ? '拷贝到这里' : '移动到这里'),
  },
  notifications: {
    done: ({ verb, name, targetPlace, sizeBytes, durationMs, isVerified }) => ({
      title: `已${verbs[verb]}：${visibleName(name)}`,
      body: [
        targetPlace === null ? '' : `到“${visibleName(targetPlace)}”：`,
        `${amounts.size(sizeBytes)}，用时 ${amounts.duration(durationMs)}`,
        isVerified ? '，已验证' : '',
      ].join(''),
    }),
    failed: ({ verb, name, why }) => ({ title: `未能${verbs[verb]}：${visibleName(name)}`, body: why }),
    needsYou: ({ name, title }) => ({ title: visibleName(name), body: title }),
    several: (doneCount, failedCount, names) => ({
      title: [
        ...(doneCount > 0 ? [`${doneCount} 项传输已完成`] : []),
        ...(failedCount > 0 ? [`${failedCount} 项传输失败`] : []),
      ].join('，'),
      body: new Intl.ListFormat('zh-Hans').format(names.map(visibleName)),
    }),
    showInFinder: '在访达中显示',
  },
  quit: {
    title: '要退出 VM Ferry 吗？',
    text: (activeCount) => `${activeCount} 项传输会继续进行，但结束时不会通知你。`,
    quit: '退出',
    pauseAndQuit: '暂停并退出',
    cancel: '取消',
  },
  notABundle: (name) => ({
    title: `“${visibleName(name)}”不是 UTM 虚拟机`,
    body: '请拖入以 .utm 结尾的项目。',
  }),
};
