import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildBinary, parse } from 'plist';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  buildQuickAction,
  findQuickActions,
  installQuickAction,
  type Language,
  removeQuickActions,
  type Verb,
  verbs,
} from '../../quick-action/index.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const bundleIdentifier = 'org.example.Ferry';
let folder: string;

beforeEach(() => {
  folder = join(makeTempFolder(), 'Services');
});

const build = (verb: Verb = 'copy', language: Language = 'en', launcherPath = '/Applications/F.app/ferry') =>
  buildQuickAction({ verb, language, launcherPath, bundleIdentifier });
const names = () => readdirSync(folder).sort();
const contentOf = (path: string) =>
  new Map(
    ['Contents/Info.plist', 'Contents/document.wflow'].map((name) => [
      name,
      readFileSync(join(path, name), 'utf8'),
    ]),
  );
const copyPath = () => join(folder, 'Copy VM with Ferry….workflow');

/** A workflow of somebody else, as a user makes one in Automator. */
const putForeign = (path: string) => {
  mkdirSync(join(path, 'Contents'), { recursive: true });
  const text = readFileSync('test/quick-action/automator/Info.plist', 'utf8');
  writeFileSync(join(path, 'Contents/Info.plist'), text);
};

describe('a Quick Action is installed', () => {
  it('as its two files in a real folder, and found again', () => {
    for (const verb of verbs) expect(installQuickAction(build(verb), folder).kind).toBe('installed');
    expect(names()).toEqual(['Copy VM with Ferry….workflow', 'Move VM with Ferry….workflow']);
    expect(contentOf(copyPath())).toEqual(build().files);
    expect(readdirSync(copyPath(), { recursive: true }).sort()).toEqual([
      'Contents',
      'Contents/Info.plist',
      'Contents/document.wflow',
    ]);
    expect(
      findQuickActions(folder, bundleIdentifier)
        .map(({ identifier }) => identifier)
        .sort(),
    ).toEqual(['org.example.Ferry.quick-action.copy', 'org.example.Ferry.quick-action.move']);
    expect(findQuickActions(folder, 'org.example.Other')).toEqual([]);
  });

  it('over the one that was there, which is left alone when it is the same', () => {
    installQuickAction(build(), folder);
    const before = statSync(copyPath());
    expect(installQuickAction(build(), folder).kind).toBe('unchanged');
    expect(statSync(copyPath()).ino).toBe(before.ino);
    const moved = build('copy', 'en', '/Users/x/Applications/F.app/ferry');
    expect(installQuickAction(moved, folder).kind).toBe('replaced');
    expect(contentOf(copyPath())).toEqual(moved.files);
    expect(names()).toEqual(['Copy VM with Ferry….workflow']);
  });

  it('in another language in place of the first, and leaves the other verb alone', () => {
    for (const verb of verbs) installQuickAction(build(verb), folder);
    installQuickAction(build('copy', 'zh-Hans'), folder);
    expect(names()).toEqual(['Move VM with Ferry….workflow', '用 Ferry 拷贝虚拟机….workflow']);
  });

  it('again when the one that is there is damaged, as long as it says that it is ours', () => {
    installQuickAction(build(), folder);
    writeFileSync(join(copyPath(), 'Contents/document.wflow'), '');
    expect(installQuickAction(build(), folder).kind).toBe('replaced');
    expect(contentOf(copyPath())).toEqual(build().files);
  });

  it('also over one whose list was made binary', () => {
    installQuickAction(build(), folder);
    const path = join(copyPath(), 'Contents/Info.plist');
    writeFileSync(path, buildBinary(parse(readFileSync(path, 'utf8'))));
    expect(findQuickActions(folder, bundleIdentifier)).toHaveLength(1);
    expect(installQuickAction(build(), folder).kind).toBe('replaced');
  });

  it('under a name that ends in .workflow only once it is whole', async () => {
    mkdirSync(folder, { recursive: true });
    const seen: string[] = [];
    const watcher = watch(folder, (_, name) => seen.push(name ?? ''));
    installQuickAction(build(), folder);
    await new Promise((settled) => setTimeout(settled, 100));
    watcher.close();
    const first = seen.findIndex((name) => name.endsWith('.workflow'));
    expect(seen.slice(0, first)).not.toEqual([]);
    for (const name of seen.slice(0, first)) expect(name).toMatch(/^\.vm-ferry-copy\.\d+\.partial$/);
  });

  it('over what a killed installation left', () => {
    installQuickAction(build(), folder);
    mkdirSync(join(folder, '.vm-ferry-copy.1.partial/Contents'), { recursive: true });
    renameSync(copyPath(), join(folder, '.vm-ferry-copy.1.replaced'));
    expect(installQuickAction(build(), folder).kind).toBe('installed');
    expect(names()).toEqual(['Copy VM with Ferry….workflow']);
  });
});

describe('what is not ours', () => {
  const others: readonly [string, (path: string) => void][] = [
    ['a workflow of somebody else', putForeign],
    ['a file', (path) => writeFileSync(path, 'text')],
    ['an empty folder', (path) => mkdirSync(path)],
    [
      'a workflow that cannot be read as one',
      (path) => {
        putForeign(path);
        writeFileSync(join(path, 'Contents/Info.plist'), 'bplist00');
      },
    ],
    [
      'our other Quick Action',
      (path) => {
        installQuickAction(build('move'), folder);
        renameSync(join(folder, 'Move VM with Ferry….workflow'), path);
      },
    ],
    [
      'a link, even to one of ours',
      (path) => {
        installQuickAction(build(), `${folder} 2`);
        symlinkSync(join(`${folder} 2`, 'Copy VM with Ferry….workflow'), path);
      },
    ],
    ['a link to nothing', (path) => symlinkSync('nothing', path)],
  ];
  const listing = () => execFileSync('ls', ['-lRi', '--time-style=full-iso', folder], { encoding: 'utf8' });

  it.each(others)('is never replaced: %s', (_, put) => {
    mkdirSync(folder, { recursive: true });
    put(copyPath());
    const before = listing();
    expect(installQuickAction(build(), folder)).toEqual({ kind: 'refused', path: copyPath() });
    expect(listing()).toBe(before);
  });

  it('is not removed either', () => {
    for (const verb of verbs) installQuickAction(build(verb), folder);
    renameSync(copyPath(), join(folder, 'My own name.workflow'));
    putForeign(join(folder, 'Foreign.workflow'));
    symlinkSync('My own name.workflow', join(folder, 'Link.workflow'));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    mkdirSync(join(folder, '.vm-ferry-move.77.replaced'));
    mkdirSync(join(folder, '.vm-ferry-copy'));
    expect(removeQuickActions(folder, bundleIdentifier).sort()).toEqual([
      join(folder, 'Move VM with Ferry….workflow'),
      join(folder, 'My own name.workflow'),
    ]);
    expect(names()).toEqual(['.vm-ferry-copy', 'Foreign.workflow', 'Link.workflow', 'notes.txt']);
    expect(removeQuickActions(folder, bundleIdentifier)).toEqual([]);
  });

  it('and where there is no folder there is nothing', () => {
    expect(findQuickActions(join(folder, 'none'), bundleIdentifier)).toEqual([]);
    expect(removeQuickActions(join(folder, 'none'), bundleIdentifier)).toEqual([]);
  });
});

describe('a failed installation', () => {
  it('leaves the old bundle, and nothing else', () => {
    installQuickAction(build(), folder);
    const before = contentOf(copyPath());
    const quickAction = build('copy', 'en', '/other/ferry');
    // A file where a folder is needed fails the second write.
    const broken = { ...quickAction, files: new Map([...quickAction.files, ['Contents/Info.plist/x', 'x']]) };
    expect(() => installQuickAction(broken, folder)).toThrow(/ENOTDIR|EEXIST/);
    expect(contentOf(copyPath())).toEqual(before);
    expect(names()).toEqual(['Copy VM with Ferry….workflow']);
  });

  it('throws where there is no folder and none can be made', () => {
    writeFileSync(folder, '');
    expect(() => installQuickAction(build(), folder)).toThrow('EEXIST');
    expect(() => installQuickAction(build(), join(folder, 'inside'))).toThrow('ENOTDIR');
  });
});
