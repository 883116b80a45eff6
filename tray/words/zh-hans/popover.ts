import type { PopoverWords } from '../popover-words.ts';

export const popover: PopoverWords = {
  transfersList: '传输',
  active: (count) => `${count} 项传输`,
  waiting: (count) => `${count} 项等待中`,
  paused: (count) => `${count} 项已暂停`,
  failed: (count) => `${count} 项失败`,
  nothingActive: '没有正在进行的传输',
  allTransfers: '所有传输',
  pauseAll: '全部暂停',
  continueAll: '全部继续',
  openSettings: '设置',
  timeLeft: (time) => `大约还需 ${time}`,
  estimating: '正在估算…',
  ended: '最近',
  clearHistory: '清除',
  moreEnded: (count) => `还有 ${count} 项未显示`,
  empty: {
    title: '还没有要传输的虚拟机',
    steps: [
      '在“访达”中右键点按一个虚拟机',
      '选择“快速操作”▸“用 Ferry 拷贝虚拟机…”或“用 Ferry 移动虚拟机…”',
      '选择文件夹，然后在这里查看进度',
    ],
    drop: '也可以把虚拟机拖到这里，或拖到菜单栏中的图标上。',
    onceTitle: '菜单里没有？',
    once: '选择一次“快速操作”▸“自定…”，勾选 VM Ferry 的两个操作。',
  },
  dropHere: '松开以拷贝或移动',
  notices: {
    'engine-missing': {
      title: 'VM Ferry 不完整',
      text: '缺少负责拷贝的部分，无法开始任何传输。请重新安装 VM Ferry。',
      action: null,
    },
    'notifications-refused': {
      title: '通知已关闭',
      text: '传输结束或需要你处理时，只会在这里显示。',
      action: '打开“系统设置”',
    },
    'icon-hidden': {
      title: '图标被隐藏了',
      text: '请允许 VM Ferry 显示在菜单栏中，以便查看进度。在此之前，可从“应用程序”打开 VM Ferry。',
      action: '打开“系统设置”',
    },
  },
  loading: '正在查找传输…',
  manyChanged: (count) => `${count} 项传输有变化`,
};
