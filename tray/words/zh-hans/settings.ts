import type { SettingsWords } from '../settings-words.ts';

export const settings: SettingsWords = {
  title: '设置',
  back: '返回传输列表',
  copying: '拷贝',
  verifyCopies: '验证每个副本',
  verifyCopiesHint: '从磁盘读回副本并逐一比较。移动始终会验证。',
  afterMove: '移动之后',
  afterMoveHint: '如何处理原件。',
  afterMoveChoices: { trash: '移到废纸篓', delete: '立即删除' },
  menuBar: '菜单栏',
  notifications: '传输结束时通知我',
  showPercent: '显示百分比',
  startAtLogin: '登录时打开',
  needsApproval: 'macOS 正在等待你在“系统设置”▸“登录项”中批准。',
  openLoginItems: '打开“登录项”',
  language: '语言',
  systemLanguage: '跟随系统',
  version: (version) => `VM Ferry ${version}`,
  quit: '退出 VM Ferry',
  quitHint: '传输会继续进行。',
};
