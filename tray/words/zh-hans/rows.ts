import type { RowAction } from '../../contract/popover-view.ts';
import type { RowWords } from '../row-words.ts';
import { visibleName } from '../visible-name.ts';

const states: RowWords['states'] = {
  'needs-target': '需要你处理',
  queued: '等待开始',
  preparing: '正在准备…',
  copying: '正在拷贝',
  flushing: '正在写入磁盘…',
  verifying: '正在验证',
  committing: '即将完成…',
  'removing-source': '正在移除原件…',
  done: '已完成',
  paused: '已暂停',
  failed: '失败',
  cancelled: '已取消',
  interrupted: '已中断',
  newer: '来自更新版本的 VM Ferry',
  damaged: '无法读取',
};

const actions: Readonly<Record<RowAction, string>> = {
  pause: '暂停',
  continue: '继续',
  cancel: '取消',
  resume: '恢复',
  retry: '再试一次',
  'show-source': '显示原件',
  'show-target': '在访达中显示',
  'open-target': '在 UTM 中打开',
  'copy-details': '拷贝详细信息',
  clear: '从列表中移除',
};

export const rows: RowWords = {
  states,
  waitingForTurn: (name) => `正在等待“${visibleName(name)}”`,
  waitingForVolume: (name) => `正在等待磁盘“${visibleName(name)}”`,
  places: (source, target) =>
    target === null ? `从“${visibleName(source)}”` : `从“${visibleName(source)}”到“${visibleName(target)}”`,
  bytesOf: (done, total) => `${done}（共 ${total}）`,
  timeLeft: (time) => `还需 ${time}`,
  progress: (percent, rest) => (rest === null ? percent : `${percent}，${rest}`),
  stripName: '数据分布',
  strip: (dataPercent, donePercent) => `${dataPercent} 为数据，其余为空；已完成 ${donePercent}`,
  took: (size, duration) => `${size}，用时 ${duration}`,
  saved: (size) => `省去 ${size} 空白空间`,
  verified: '已验证',
  cloned: '与原件共用存储块',
  renamed: '已在同一磁盘内移动',
  metadataLosses: (count) => `${count} 个属性未能保留`,
  warnings: (count) => `${count} 条提示`,
  pausedAt: (done, total) => `已暂停：${done}（共 ${total}）`,
  pausedBeforeStart: '开始前已暂停',
  interrupted: '尚未完成就停止了，可从停止处继续。',
  newer: '由更新版本的 VM Ferry 启动，请用该版本查看。',
  damaged: '无法读取它的记录。原件没有改动。',
  cancelled: '原件没有改动，目标位置没有留下任何内容。',
  actions,
  copied: '已拷贝',
  actionOn: (action, name) => `${actions[action]}：${visibleName(name)}`,
  confirm: {
    title: (verb) => (verb === 'copy' ? '要停止拷贝吗？' : '要停止移动吗？'),
    text: '已经拷贝的部分会被移除，原件保持不变。',
    keep: '继续进行',
    stop: '停止并移除',
  },
  announce: (name, state) => `${visibleName(name)}：${states[state].replace('…', '')}`,
  announceProgress: (name, percent) => `${visibleName(name)}：${percent}`,
  rowName: (verb, name, state) => `${verb === 'copy' ? '拷贝' : '移动'}“${visibleName(name)}”，${state}`,
};
