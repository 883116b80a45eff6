import type { FindingName, FindingState } from '../../contract/checkup-view.ts';
import type { CheckupWords } from '../checkup-words.ts';

type Sentences = readonly [found: string, advice?: string];

const again = '请打开“设置快速操作…”，或重新安装 VM Ferry。';
const reinstall = '请重新安装 VM Ferry。';
const customize =
  '在“访达”中右键点按一个虚拟机，选择“快速操作”▸“自定…”，勾选两个操作。也可在“系统设置”▸“通用”▸“登录项与扩展”▸“访达”中打开。';

/** The installer speaks English only. What its sentences name in detail is in “Copy Report”. */
const texts: Readonly<Record<FindingName, Partial<Record<FindingState, Sentences>>>> = {
  'macos-version': {
    broken: ['此 macOS 版本过旧。', '请更新 macOS。'],
    unknown: ['无法读取 macOS 版本。'],
  },
  app: {
    ok: ['App 位于正确的位置。'],
    attention: ['App 的位置或版本需要留意。', '请只在“应用程序”文件夹中保留一个 VM Ferry。'],
    broken: ['找不到 App，或 App 已损坏。', reinstall],
  },
  signature: {
    ok: ['签名有效。'],
    attention: ['仅为这台 Mac 签名（ad hoc）。', '可以使用。更新后，macOS 可能会再次请求授权。'],
    broken: ['App 的签名无效。', reinstall],
    unknown: ['无法检查签名。'],
  },
  installation: {
    ok: ['已完成安装。'],
    attention: ['没有可用的安装记录。', again],
    broken: ['上次安装或移除没有完成。', again],
  },
  engine: { ok: ['可以正常运行。'], broken: ['拷贝引擎无法运行。', reinstall] },
  'native-code': { ok: ['已载入。'], broken: ['无法载入本机组件。', reinstall] },
  'quick-actions': {
    ok: ['两个快速操作均已安装。'],
    attention: ['快速操作指向另一个 VM Ferry。', again],
    broken: ['快速操作缺失或已损坏。', again],
  },
  'quick-actions-registered': {
    ok: ['macOS 已列出它们。'],
    attention: ['macOS 尚未列出它们。', '请稍等片刻，或退出登录后重新登录。'],
    broken: ['macOS 无法读取快速操作。', again],
    unknown: ['无法查询 macOS 的列表。'],
  },
  'quick-actions-switched-on': {
    ok: ['两个操作均已打开。'],
    attention: ['有快速操作处于关闭状态。', customize],
    unknown: ['macOS 没有给出答案。如果“访达”中能看到它们，就一切正常。', customize],
  },
  notifications: {
    ok: ['已允许。'],
    attention: ['未被允许。VM Ferry 会在窗口中显示进展。', '可在“系统设置”▸“通知”▸“VM Ferry”中允许。'],
    unknown: ['本次打开后还没有显示过通知，尚无法得知。', '请查看“系统设置”▸“通知”▸“VM Ferry”。'],
  },
  consent: {
    ok: ['对 UTM 的文件夹没有限制。'],
    attention: [
      '无法读取 UTM 的文件夹。',
      'macOS 询问是否允许访问其他 App 的数据时，请允许；或前往“系统设置”▸“隐私与安全性”▸“文件与文件夹”。',
    ],
    unknown: ['无法查看 UTM 的文件夹。'],
  },
  volumes: { unknown: ['无法列出磁盘。'] },
  transfers: {
    ok: ['传输记录可以读取。'],
    attention: ['部分记录由更新版本的 VM Ferry 写入。', '请用该版本处理它们。'],
  },
};

export const checkup: CheckupWords = {
  title: '检查 VM Ferry',
  back: '返回设置',
  looking: '正在检查…',
  again: '再次检查',
  copyReport: '拷贝报告',
  copied: '已拷贝',
  allWell: '一切正常。',
  needsYou: (count) => `${count} 项需要你处理。`,
  broken: (count) => `${count} 项无法正常工作。`,
  notHere: 'VM Ferry 目前不是作为 App 安装在 Mac 上运行，因此没有可检查的内容。',
  failed: '检查没有完成。请重试。',
  names: {
    'macos-version': 'macOS 版本',
    app: 'App 本身',
    signature: '签名',
    installation: '安装',
    engine: '拷贝引擎',
    'native-code': '本机组件',
    'quick-actions': '快速操作',
    'quick-actions-registered': 'macOS 能否识别快速操作',
    'quick-actions-switched-on': '快速操作的开关',
    notifications: '通知',
    consent: 'UTM 的文件夹',
    volumes: '磁盘',
    transfers: '传输',
  },
  states: { ok: '正常', attention: '需要你处理', broken: '无法工作', unknown: '未知' },
  remedies: { settings: '打开“系统设置”', setup: '重新设置…' },
  text: ({ name, state, found, advice }) => {
    const own = texts[name][state];
    return own === undefined ? { found, advice } : { found: own[0], advice: own[1] ?? '' };
  },
};
