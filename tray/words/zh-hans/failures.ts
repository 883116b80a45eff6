import type { FailureWords } from '../failure-words.ts';

export const failures: FailureWords = {
  byCode: {
    ENGINE_MISSING: { title: '缺少负责拷贝的部分', advice: '请重新安装 VM Ferry。' },
    ENGINE_FAILED: {
      title: '传输意外停止',
      advice: '原件没有改动。请再试一次；如果仍然失败，请拷贝详细信息并反馈给我们。',
    },
    FILE_MISSING: { title: '它已不在原处', advice: '可能已被移动或删除。' },
    SOURCE_MISSING: { title: '原件已不在原处', advice: '请连接它所在的磁盘，或查看它被移到了哪里。' },
    TARGET_MISSING: {
      title: '找不到目标文件夹',
      advice: '请连接磁盘，或选取其他文件夹。VM Ferry 不会自行创建它：磁盘可能只是没有连接。',
    },
    TARGET_EXISTS: {
      title: '已有同名的项目',
      advice: '请选取其他文件夹，或给已有的项目改名。VM Ferry 从不替换任何内容。',
    },
    TARGET_INSIDE_SOURCE: { title: '目标文件夹在虚拟机内部', advice: '请选取虚拟机之外的文件夹。' },
    NAME_NOT_ALLOWED: { title: '这个名称无法使用', advice: '请给原件换一个较短且不含“/”的名称。' },
    NAME_NOT_UTF8: { title: '其中有文件名无法读取', advice: '请给该文件改名，然后再试一次。' },
    NAMES_COLLIDE: {
      title: '其中有两个名称在该磁盘上相同',
      advice: '它们仅在大小写或重音符号上不同。请给其中一个改名，或选取其他磁盘。',
    },
    ENTRY_NOT_SUPPORTED: { title: '其中有无法拷贝的内容', advice: '请将虚拟机关机，然后再试一次。' },
    NOT_A_BUNDLE: { title: '这不是 UTM 虚拟机', advice: '请选择以 .utm 结尾的项目。' },
    VM_RUNNING: { title: '虚拟机正在运行', advice: '请将它关机，然后再试一次。' },
    SOURCE_DATALESS: {
      title: '部分内容仍在 iCloud 中',
      advice: '请在“访达”中右键点按它，选择“现在下载”，完成后再试一次。',
    },
    NO_IDENTITY: { title: '无法赋予新的标识', advice: '请照原样拷贝，或使用 UTM 的“克隆”。' },
    TRANSFER_OWNED: { title: '这项传输正在进行', advice: '请等待它完成。' },
    TRANSFER_UNKNOWN: { title: '找不到这项传输', advice: '请从“访达”重新开始。' },
    TRANSFER_ENDED: { title: '这项传输已经结束', advice: '请从“访达”重新开始。' },
    TRANSFER_UNREADABLE: { title: '无法读取记录', advice: '原件没有改动。请从“访达”重新开始。' },
    WOULD_EXPAND: { title: '副本会增大', advice: '请选取 APFS 格式的磁盘，或再试一次并允许增大。' },
    FILE_TOO_LONG: { title: '磁盘无法容纳这么大的文件', advice: '请选取 APFS 或 exFAT 格式的磁盘。' },
    TOO_MANY_ENTRIES: { title: '其中的文件太多', advice: '请分几次拷贝。' },
    NO_SPACE: { title: '空间不足', advice: '请在磁盘上腾出一些空间，然后继续。' },
    SOURCE_UNREADABLE: {
      title: '无法读取原件',
      advice: '请检查磁盘是否已连接、你是否有读取权限，然后再试一次。',
    },
    SOURCE_CHANGED: {
      title: '原件在此期间被改动',
      advice: '请将虚拟机关机，然后重新拷贝。没有留下不完整的副本。',
    },
    TARGET_FAILED: {
      title: '磁盘停止接收数据',
      advice: '请重新连接磁盘，然后恢复传输。如果再次发生，请用“磁盘工具”▸“急救”检查。',
    },
    SOURCE_NOT_REMOVED: {
      title: '原件仍在原处',
      advice: '副本完整且已验证。请自行移除原件，或恢复传输以再试一次。',
    },
    COPY_DIFFERS: {
      title: '副本与原件不一致',
      advice: '副本已移除，原件没有改动。请先检查磁盘和连接线，再试一次。',
    },
    CANCELLED: { title: '已取消', advice: '原件没有改动，目标位置没有留下任何内容。' },
    NATIVE_UNAVAILABLE: { title: 'VM Ferry 不完整', advice: '请重新安装 VM Ferry。' },
    STATE_FAILED: { title: 'VM Ferry 无法保存记录', advice: '请检查启动磁盘是否已满，然后再试一次。' },
    SYSTEM_CALL_FAILED: {
      title: '发生了意外问题',
      advice: '原件没有改动。请再试一次；如果仍然失败，请拷贝详细信息并反馈给我们。',
    },
  },
  unknownTitle: '出了问题',
  missing: (size) => `还需要腾出 ${size}。`,
  canResume: '可从停止处继续。',
  // The full stop brings its own space; what comes from the engine is English.
  together: (sentences) => sentences.join('').replace(/([.!?])(?=[A-Z“])/g, '$1 '),
};
