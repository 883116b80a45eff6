import type { PieceName } from '../../contract/setup-view.ts';
import type { SetupWords } from '../setup-words.ts';

const pieces: Readonly<Record<PieceName, string>> = {
  'state-folder': '传输记录的存放位置',
  app: 'App 本身',
  'quick-actions': '快速操作',
  'login-item': '登录时打开',
  'command-link': '“ferry”命令',
};

/** By the installer's codes; it speaks English only. */
const reasons: Readonly<Record<string, readonly [message: string, advice: string]>> = {
  FOREIGN_IN_THE_WAY: [
    '已有一个同名的项目，但它不属于 VM Ferry。VM Ferry 没有改动它。',
    '请将其重新命名或移到别处，然后重试。',
  ],
  NEWER_STATE: ['这台 Mac 上使用过更新版本的 VM Ferry。', '请安装更新的版本。'],
  APP_MISSING: ['找不到要安装的 App。', '请重新下载 VM Ferry。'],
  BUSY: ['另一个安装或移除正在进行。', '请等它结束，然后重试。'],
  NOT_ALLOWED: ['macOS 或文件权限不允许更改。', '可在“系统设置”▸“隐私与安全性”▸“App 管理”中允许，然后重试。'],
};

export const setup: SetupWords = {
  windowTitle: '设置 VM Ferry',
  close: '关闭',
  again: '重试',
  offer: {
    title: '欢迎使用 VM Ferry',
    text: '在“访达”中拷贝和移动虚拟机：快速、精确，也不会让它们变大。',
    quickActions: (copy, move) => `“${copy}”和“${move}”`,
    quickActionsHint: '添加到“访达”的快速操作，仅供你使用，无需密码。',
    openAtLogin: '登录时打开',
    openAtLoginHint: '在菜单栏中显示传输。不打开也可以拷贝。',
    commandLink: '添加“ferry”命令',
    commandLinkHint: (folder) => `供“终端”使用。会在 ${folder} 中放一个链接。`,
    install: '开始设置',
    later: '以后再说',
  },
  doing: '正在放置各个部分…',
  done: {
    title: '还差一步，在“访达”中完成',
    readyTitle: 'VM Ferry 已准备就绪',
    readyText: '在“访达”中右键点按一个虚拟机，选择“快速操作”。',
    pieces: {
      'state-folder': '传输记录和设置的存放位置已就绪',
      app: 'VM Ferry 已在“应用程序”中',
      'quick-actions': '快速操作已就位',
      'login-item': 'VM Ferry 会在登录时打开',
      'command-link': '“ferry”命令已就位',
    },
    notes: {
      'services-later': 'macOS 还没有读取它们。退出登录并重新登录后就会读取。',
      'login-item-approval': 'macOS 需要你允许：“系统设置”▸“通用”▸“登录项与扩展”。',
      'not-on-path': '终端还不会在那里查找命令。请把该文件夹加入 PATH。',
    },
    stepTitle: '打开快速操作',
    stepText: 'macOS 只允许你本人操作，一次即可。',
    steps: (copy, move) => [
      '在“访达”中右键点按一个虚拟机',
      '选择“快速操作”▸“自定…”',
      `勾选“${copy}”和“${move}”`,
    ],
    switchedOn: '两个快速操作均已打开。',
    switchedOff: '尚未打开。打开后，这里会自动更新。',
    switchUnknown: 'macOS 没有说明它们是否已打开。如果“访达”的菜单中能看到它们，就可以使用了。',
    openSettings: '打开“系统设置”',
    settingsFailed: '无法打开“系统设置”。请按上面的步骤操作。',
    tryIt: '试一试',
    tryElsewhere: '无法显示 UTM 的文件夹。请在“访达”中右键点按任意虚拟机（.utm）。',
    trying: '“访达”已显示 UTM 的文件夹。请在那里右键点按一个虚拟机。',
    finish: '完成',
  },
  failed: {
    title: '未能设置 VM Ferry',
    nothingChanged: '一切都保持原样。',
    leftovers: '以下内容未能还原：',
    step: (piece) => `停在了这一步：${pieces[piece]}。`,
    reason: ({ code, message, advice }) => {
      // Which file and why is only said in English.
      if (code === 'STEP_FAILED') return { message, advice: '请解决后重试。' };
      const own = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
      return own === undefined ? { message, advice } : { message: own[0], advice: own[1] };
    },
  },
  notInApplications: {
    title: 'VM Ferry 还不在“应用程序”中',
    text: (place) =>
      `快速操作需要它固定在一个位置。VM Ferry 可以把自己拷贝到 ${place}，并在那里放好各个部分。`,
    move: '放入“应用程序”',
  },
  moved: {
    title: 'VM Ferry 已在“应用程序”中',
    text: (place) => `请从那里打开：${place}。现在打开的这一个可以丢弃。`,
    restart: '从那里打开',
  },
  newerState: {
    title: '这台 Mac 上使用过更新版本的 VM Ferry',
    text: '此版本无法读取其传输记录，因此不做任何更改。请安装更新的版本。',
  },
  notHere: {
    title: '这里没有可设置的内容',
    text: '快速操作属于 Mac 上的 App。此 VM Ferry 从构建的文件运行，因此不会安装任何内容。',
  },
};
