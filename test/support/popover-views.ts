import type { Notice, PopoverView, TransferRow } from '../../tray/contract/popover-view.ts';
import { doneRow, failedRow, nowMs, questionRow, someStrip, transferRow } from './popover-rows.ts';

/** A whole view around some rows; the summary is added up as the main process does it. */
export function popoverView(
  transfers: readonly TransferRow[],
  change: Partial<PopoverView> = {},
): PopoverView {
  const active = transfers.filter((row) =>
    ['preparing', 'copying', 'flushing', 'verifying', 'committing', 'removing-source'].includes(row.state),
  );
  const sum = (of: (row: TransferRow) => number): number => active.reduce((total, row) => total + of(row), 0);
  return {
    language: 'en',
    transfers,
    hiddenCount: 0,
    summary: {
      activeCount: active.length,
      waitingCount: transfers.filter((row) => row.state === 'queued').length,
      pausedCount: transfers.filter((row) => row.state === 'paused').length,
      failedCount: transfers.filter((row) => row.state === 'failed').length,
      doneBytes: sum((row) => row.doneBytes),
      totalBytes: sum((row) => row.totalBytes),
      bytesPerSecond: sum((row) => row.bytesPerSecond),
      secondsLeft: active.length === 0 ? null : Math.max(...active.map((row) => row.secondsLeft ?? 0)),
    },
    settings: {
      verifyCopies: true,
      afterMove: 'trash',
      notifications: true,
      showPercent: false,
      startAtLogin: false,
      loginItem: 'off',
      language: 'system',
      version: '0.1.0',
    },
    notices: [],
    focusId: null,
    ...change,
  };
}

const still = { bytesPerSecond: 0, secondsLeft: null } as const;
const allNotices: readonly Notice[] = [
  { kind: 'engine-missing', path: '/Applications/VM Ferry.app/Contents/Resources/engine' },
  { kind: 'notifications-refused' },
  { kind: 'icon-hidden' },
];

/** Colours of nobody's brand. */
function picture(ground: string, sign: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect x="4" y="4" width="56" height="56" rx="13" fill="${ground}"/><path d="${sign}" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
export const pictures = {
  prompt: picture('#3f4a5c', 'M19 23l10 9-10 9M35 42h12'),
  waves: picture('#0f8a8a', 'M14 27c6-6 12-6 18 0s12 6 18 0M14 41c6-6 12-6 18 0s12 6 18 0'),
  panes: picture('#2f6fd6', 'M18 18h28v28H18zM32 18v28M18 32h28'),
  ring: picture('#d0552b', 'M32 16a16 16 0 1 0 .1 0M32 27a5 5 0 1 0 .1 0'),
} as const;

const hostileName = `<img src=x onerror=alert(1)>\u202Egnp.exe\u2066\n\tline two ${'very long '.repeat(26)}end.utm`;

/** Every state that the popover has, by the name its screenshot gets. */
export const popoverViews = {
  mixed: popoverView([
    questionRow(
      'q',
      'Windows 11 ARM',
      { kind: 'expansion', extraBytes: 46_283_710_464 },
      {
        icon: pictures.panes,
        targetPlace: 'USB STICK',
      },
    ),
    transferRow('a', 'Ubuntu Server 24.04', { icon: pictures.ring }),
    transferRow('v', 'Debian build machine', {
      icon: pictures.waves,
      state: 'verifying',
      doneBytes: 3.1e9,
      totalBytes: 4.4e9,
      bytesPerSecond: 1.92e9,
      secondsLeft: 2,
      stripDone: 0.7,
      sourcePlace: 'T7 Shield',
      targetPlace: 'Macintosh HD',
    }),
    doneRow('d', 'macOS 26 test', { icon: pictures.prompt }),
  ]),
  empty: popoverView([]),
  copying: popoverView([transferRow('a', 'Ubuntu')]),
  'copying-starts': popoverView([
    transferRow('a', 'Ubuntu', { ...still, doneBytes: 0, stripDone: 0 }),
    transferRow('p', 'Fedora', { ...still, state: 'preparing', doneBytes: 0, totalBytes: 0, strip: '' }),
  ]),
  'last-steps': popoverView([
    transferRow('v', 'Verifying', { state: 'verifying', doneBytes: 9e9, stripDone: 0.5 }),
    transferRow('f', 'Flushing', { ...still, state: 'flushing', doneBytes: 18.2e9, stripDone: 1 }),
    transferRow('c', 'Committing', { ...still, state: 'committing', doneBytes: 18.2e9, strip: '' }),
    transferRow('r', 'Removing', {
      ...still,
      state: 'removing-source',
      verb: 'move',
      doneBytes: 18.2e9,
      strip: '',
    }),
  ]),
  waiting: popoverView([
    transferRow('a', 'Ubuntu'),
    transferRow('w', 'Fedora', {
      ...still,
      state: 'queued',
      doneBytes: 0,
      waitsFor: { kind: 'turn', name: 'Ubuntu' },
      actions: ['cancel'],
    }),
    transferRow('i', 'Arch', {
      ...still,
      state: 'interrupted',
      waitsFor: { kind: 'volume', name: 'T7 Shield' },
      actions: ['cancel'],
    }),
  ]),
  standing: popoverView([
    transferRow('p', 'Paused', { ...still, state: 'paused', actions: ['continue', 'cancel'] }),
    transferRow('p0', 'Paused early', {
      ...still,
      state: 'paused',
      doneBytes: 0,
      actions: ['continue', 'cancel'],
    }),
    transferRow('i', 'Interrupted', { ...still, state: 'interrupted', actions: ['resume', 'cancel'] }),
  ]),
  'question-target': popoverView([
    questionRow(
      'q',
      'Ubuntu',
      { kind: 'target', count: 3 },
      { targetPlace: null, targetFolder: null, target: null },
    ),
    questionRow('v', 'Fedora', { kind: 'verb' }, { targetPlace: null, targetFolder: null, target: null }),
  ]),
  'question-room': popoverView([
    questionRow('n', 'Ubuntu', { kind: 'no-space', missingBytes: 12.4e9 }),
    questionRow('e', 'Windows 11', { kind: 'expansion', extraBytes: 46_283_710_464 }),
  ]),
  'question-use': popoverView([
    questionRow('r', 'Ubuntu', { kind: 'running', program: 'QEMULauncher', canGoOn: true }),
    questionRow('m', 'Fedora', { kind: 'running', program: null, canGoOn: false }, { verb: 'move' }),
    questionRow('s', 'Arch', { kind: 'suspended' }),
  ]),
  'question-refused': popoverView([
    questionRow('q', 'Ubuntu', {
      kind: 'refused',
      failure: {
        code: 'TARGET_EXISTS',
        message: 'exists already',
        advice: 'choose another',
        path: null,
        missingBytes: null,
        canResume: false,
      },
    }),
  ]),
  done: popoverView([
    doneRow('d', 'Ubuntu'),
    doneRow('m', 'Fedora', {
      verb: 'move',
      metadataLosses: 2,
      warnings: ['It was suspended: elsewhere it starts cold.'],
    }),
    doneRow('c', 'Arch', { method: 'clone', savedBytes: 0, isVerified: false, durationMs: 310 }),
    doneRow('n', 'Alpine', {
      method: 'rename',
      verb: 'move',
      savedBytes: 0,
      isVerified: false,
      durationMs: 90,
      endedAtMs: nowMs - 26 * 3_600_000,
    }),
  ]),
  failed: popoverView([
    failedRow('n', 'Ubuntu', { code: 'NO_SPACE', missingBytes: 12.4e9 }),
    failedRow(
      'd',
      'Fedora',
      { code: 'COPY_DIFFERS', canResume: false },
      { doneBytes: 0, actions: ['retry', 'copy-details', 'clear'] },
    ),
    failedRow(
      'u',
      'Arch',
      { code: 'SOMETHING_NEW', canResume: false },
      { doneBytes: 0, actions: ['retry', 'copy-details', 'clear'] },
    ),
  ]),
  'ended-otherwise': popoverView(
    [
      transferRow('n', 'From tomorrow', { ...still, state: 'newer', actions: [] }),
      transferRow('b', 'Torn', { ...still, state: 'damaged', actions: ['clear'] }),
      transferRow('c', 'Cancelled', {
        ...still,
        state: 'cancelled',
        endedAtMs: nowMs - 60_000,
        actions: ['clear'],
      }),
    ],
    { hiddenCount: 112 },
  ),
  notices: popoverView([transferRow('a', 'Ubuntu')], { notices: allNotices }),
  hostile: popoverView([
    transferRow('h', hostileName, {
      sourcePlace: hostileName,
      targetPlace: hostileName,
      source: `/Volumes/x/${hostileName}`,
    }),
    transferRow('r', 'מכונה וירטואלית ארוכה מאוד עם שם בעברית', { sourcePlace: 'כונן', targetPlace: 'جهاز' }),
    questionRow('q', hostileName, { kind: 'running', program: hostileName, canGoOn: true }),
    failedRow('f', hostileName, { code: 'X', message: hostileName, advice: hostileName }),
    doneRow('d', 'a'.repeat(300)),
  ]),
} as const satisfies Record<string, PopoverView>;

/** As many as a busy day leaves. */
export function hundredTransfers(step = 0): PopoverView {
  const names = ['Ubuntu', 'Fedora', 'Debian', 'Windows 11', 'macOS 26'];
  return popoverView(
    Array.from({ length: 100 }, (_, index) => {
      const name = `${names[index % names.length]} ${index}`;
      if (index < 8)
        return transferRow(`t${index}`, name, {
          doneBytes: (1 + ((step * 7 + index) % 100) / 10) * 1e9,
          stripDone: ((step * 7 + index) % 100) / 100,
          strip: someStrip,
        });
      return index % 9 === 0 ? failedRow(`t${index}`, name, {}) : doneRow(`t${index}`, name);
    }),
  );
}
