/** Who may import whom (design.md section 3), as data. A rule for a deeper folder replaces that of the room around it. */
export interface RoomRule {
  readonly room: string;
  /** Beginnings of repository paths, package names, doors (`#engine`), or `node`. */
  readonly may: readonly string[];
  readonly reason: string;
}

const engineNeutral = ['engine/errors.ts', 'engine/system/file-system.ts', 'engine/size-in-words.ts'];

const packagingTools = [
  '@electron/asar',
  '@electron/fuses',
  '@electron/osx-sign',
  '@electron/packager',
  'esbuild',
  'plist',
  'node',
];

export const roomRules: readonly RoomRule[] = [
  {
    room: 'engine/size-in-words.ts',
    may: ['pretty-bytes'],
    reason: 'sizes are written alike everywhere',
  },
  {
    room: 'engine/extents/',
    may: ['engine/extents/'],
    reason: 'range maths must be provable without anything around it',
  },
  {
    room: 'engine/system/libc.ts',
    may: ['engine/errors.ts', 'koffi', 'node'],
    reason: 'the one way to native code, used by every system and knowing none',
  },
  {
    room: 'engine/system/move-to-trash.ts',
    may: ['engine/system/', 'trash'],
    reason: 'the Trash of macOS is reached in one place',
  },
  {
    room: 'engine/system/',
    may: ['engine/system/', 'engine/errors.ts', 'node'],
    reason: 'only this room touches the operating system, so it must not know what is done with it',
  },
  {
    room: 'engine/bundle/',
    may: ['engine/bundle/', ...engineNeutral, '@xmldom/xmldom', 'node:crypto'],
    reason: 'what a VM is does not depend on how it is copied or on which machine',
  },
  {
    room: 'engine/copy/',
    may: ['engine/copy/', 'engine/extents/', 'engine/bundle/', ...engineNeutral, 'hash-wasm', 'node:crypto'],
    reason: 'the copy must run on any FileSystem, so it sees the interface and no concrete one',
  },
  {
    room: 'engine/transfers/',
    may: ['engine/transfers/', 'engine/errors.ts', 'engine/system/platform.ts', 'node', 'zod'],
    reason: 'the tray comes in by this door, so nothing native and nothing of the copy may come along',
  },
  {
    room: 'engine/cli/ferry.ts',
    may: [
      'engine/serve-as-auditor.ts',
      'engine/serve-as-worker.ts',
      'engine/start-job.ts',
      'engine/cli/main.ts',
      'node',
    ],
    reason: 'the copying thread starts in this file and must not load what only the command line needs',
  },
  {
    room: 'engine/cli/',
    may: [
      'engine/cli/',
      '#engine',
      '#engine/transfers',
      'package.json',
      'node',
      'commander',
      'log-update',
      'pretty-bytes',
      'pretty-ms',
    ],
    reason: 'the command line uses the two doors like anybody else',
  },
  {
    room: 'engine/',
    may: ['engine/', 'node'],
    reason: 'the engine knows no Electron, no UI and not who called it',
  },
  {
    room: 'tray/popover/',
    may: ['tray/popover/', 'tray/words/', 'tray/contract/', 'preact'],
    reason: 'the page is a sandboxed web page: all it can do comes by the contract',
  },
  {
    room: 'tray/setup-page/',
    may: ['tray/setup-page/', 'tray/popover/', 'tray/words/', 'tray/contract/', 'preact'],
    reason: 'a sandboxed web page like the popover, which lends it its looks and its small parts',
  },
  {
    room: 'tray/words/',
    may: ['tray/words/', 'tray/contract/'],
    reason: 'words are used by the page and by the main process, so they touch neither',
  },
  {
    room: 'tray/',
    may: [
      'tray/',
      'electron',
      'menubar',
      'node-notifier',
      'preact',
      '#engine/transfers',
      '#installer',
      'node',
      'zod',
      'package.json',
    ],
    reason: 'the tray never copies: it sees transfers through door 2 and starts the engine as a process',
  },
  {
    room: 'quick-action/',
    may: ['quick-action/', 'package.json', 'plist', 'node'],
    reason: 'a Quick Action is data for Automator and calls a launcher by its path',
  },
  {
    room: 'installer/packaging/',
    may: ['installer/', 'installer/packaging/', ...packagingTools],
    reason: 'packaging moves built artefacts, never sources',
  },
  {
    room: 'installer/package-app.ts',
    may: ['installer/', 'installer/packaging/', 'package.json', 'node'],
    reason: 'packaging moves built artefacts, never sources',
  },
  {
    room: 'installer/icon/',
    may: ['playwright-core', 'node'],
    reason: 'the icon is drawn by hand now and then, and nothing needs that to run',
  },
  {
    room: 'installer/',
    may: ['installer/', 'quick-action/index.ts', 'package.json', 'plist', 'zod', 'node'],
    reason:
      'the app takes this room in, so nothing that packages, and nothing of the engine or the tray, may come along',
  },
];

/** Things that have one place in the whole engine. */
export interface OnlyPlaceRule {
  readonly what: RegExp;
  readonly within: string;
  readonly place: RegExp;
  readonly reason: string;
}

export const onlyPlaceRules: readonly OnlyPlaceRule[] = [
  {
    what: /process\.platform|process\.arch\b|os\.platform\(/,
    within: 'engine/',
    place: /^engine\/system\/platform\.ts$/,
    reason: 'platform.ts is the one reader of the platform, so every choice by platform can be found',
  },
  {
    what: /['"]koffi['"]/,
    within: 'engine/',
    place: /^engine\/system\/libc\.ts$/,
    reason: 'libc.ts is the one importer of koffi, so native code loads lazily and once',
  },
  {
    what: /process\.exit\b(?!Code)/,
    within: 'engine/',
    place: /^engine\/cli\//,
    reason: 'only the command line may end the process; a library that does loses its caller’s work',
  },
  {
    what: /(?:\.read|\.write)\([\w.]+, [\w.]+, [^)]*, [^)]*\)/,
    within: 'engine/copy/',
    place:
      /^engine\/copy\/(copy-file-data|read-content-digest|probe-target|probe-speed|measure-zeros|changed-content)\.ts$/,
    reason: 'one loop owns short reads and writes; another that forgets them corrupts in silence',
  },
  {
    what: /\b(?:src|dst|dest)(?:Path|Dir|File|Fd)?\b/,
    within: 'engine/',
    place: /^engine\/system\/macos\/macos-abi\.ts$/,
    reason: 'the two sides are called source and target (design.md section 7)',
  },
];

/** The top level is fixed: the user named it. */
export const topLevel = new Set([
  'package.json',
  'package-lock.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'tsconfig.json',
  'biome.json',
  'vitest.config.ts',
  '.gitignore',
  '.ci',
  '.github',
  'tray',
  'quick-action',
  'engine',
  'installer',
  'test',
]);
