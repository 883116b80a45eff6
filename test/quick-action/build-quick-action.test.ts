import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { automatorXml } from '../../quick-action/automator-xml.ts';
import { buildQuickAction, type QuickActionRequest, verbs } from '../../quick-action/index.ts';
import { bundlesSvg, picturePath } from '../demo/bundles-svg.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { plistDifferences } from '../support/plist-differences.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/*
 * `automator/` holds a workflow in the exact form that Automator of macOS 14 and 15 writes, key for key; its UUIDs, command and
 * title are placeholders.
 */
const sample = (name: string) => readFileSync(join('test/quick-action/automator', name), 'utf8');
const build = (change: Partial<QuickActionRequest> = {}) =>
  buildQuickAction({
    verb: 'copy',
    launcherPath: '/Applications/VM Ferry.app/Contents/Resources/engine/ferry',
    language: 'en',
    bundleIdentifier: 'org.example.Ferry',
    ...change,
  });
const infoOf = (change: Partial<QuickActionRequest> = {}) =>
  build(change).files.get('Contents/Info.plist') ?? '';
const documentOf = (change: Partial<QuickActionRequest> = {}) =>
  build(change).files.get('Contents/document.wflow') ?? '';
const keysOf = (xml: string) => xml.match(/^\t*<key>.*<\/key>$/gm) ?? [];
const all = verbs.flatMap((verb) => (['en', 'zh-Hans'] as const).map((language) => ({ verb, language })));

describe('a Quick Action', () => {
  it('has the two files that Automator writes, and no other', () => {
    expect([...build().files.keys()]).toEqual(['Contents/Info.plist', 'Contents/document.wflow']);
  });

  it.each(all)('differs from a workflow of Automator in command and UUIDs alone: %j', (change) => {
    expect(plistDifferences(sample('document.wflow'), documentOf(change)).sort()).toEqual([
      'actions/0/action/ActionParameters/COMMAND_STRING',
      'actions/0/action/InputUUID',
      'actions/0/action/OutputUUID',
      'actions/0/action/UUID',
    ]);
  });

  it.each(all)('says who it is in Info.plist, and else differs in its title alone: %j', (change) => {
    expect(plistDifferences(sample('Info.plist'), infoOf(change)).sort()).toEqual([
      'CFBundleIdentifier',
      'NSServices/0/NSMenuItem/default',
    ]);
  });

  it('is written line by line as Automator writes it: tabs, order of keys, empty values, the last line break', () => {
    const lines = (xml: string) => xml.replace(/(<string>)[^<]*(<\/string>)/g, '$1$2').split('\n');
    expect(lines(documentOf())).toEqual(lines(sample('document.wflow')));
    expect(keysOf(documentOf())).toEqual(keysOf(sample('document.wflow')));
    const ownKey = ['\t<key>CFBundleIdentifier</key>'];
    expect(keysOf(infoOf())).toEqual([...ownKey, ...keysOf(sample('Info.plist'))]);
    for (const xml of [documentOf(), infoOf()]) expect(xml.endsWith('</plist>\n')).toBe(true);
  });

  it('is offered on virtual machines, in Finder, and nowhere else', () => {
    const { NSServices } = parse(infoOf()) as { NSServices: Record<string, unknown>[] };
    expect(NSServices).toHaveLength(1);
    expect(NSServices[0]).toMatchObject({
      NSSendFileTypes: ['com.utmapp.utm'],
      NSRequiredContext: { NSApplicationIdentifier: 'com.apple.finder' },
      NSIconName: 'NSActionTemplate',
      NSMessage: 'runWorkflowAsService',
      NSMenuItem: { default: 'Copy VM with Ferry…' },
    });
  });

  it('has a title of its own in each language, which a slash would cut', () => {
    const titles = all.map((change) => build(change).title);
    expect(titles).toEqual([
      'Copy VM with Ferry…',
      '用 Ferry 拷贝虚拟机…',
      'Move VM with Ferry…',
      '用 Ferry 移动虚拟机…',
    ]);
    for (const title of titles) expect(title).not.toMatch(/[/:]/);
    expect(build().fileName).toBe('Copy VM with Ferry….workflow');
  });

  it('is the same bytes each time, and other bytes for each verb', () => {
    expect(build()).toEqual(build());
    expect(build({ verb: 'move' }).identifier).toBe('org.example.Ferry.quick-action.move');
    const uuids = verbs.flatMap((verb) =>
      documentOf({ verb }).match(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g),
    );
    expect(new Set(uuids).size).toBe(6);
  });

  it('is refused with a relative launcher, an identifier that is none, or what a property list cannot hold', () => {
    expect(() => build({ launcherPath: 'engine/ferry' })).toThrow(RangeError);
    expect(() => build({ alertPath: 'osascript' })).toThrow(RangeError);
    expect(() => build({ bundleIdentifier: 'Ferry' })).toThrow(RangeError);
    for (const text of ['/a\nb', '/a\rb', '/a\tb', '/a\u0000b', '/a\u001bb', '/a\ud800b', '/a\uffffb'])
      expect(() => build({ launcherPath: text }), JSON.stringify(text)).toThrow(RangeError);
  });
});

/** Every printable character of ASCII, marks, other scripts, both ends of what XML can hold. */
const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => i + 32));
const hostile = [
  printable,
  '&amp; &#38; &lt; <![CDATA[x]]> ]]> <!-- --> <?x?> </string></dict>',
  ' leading and trailing ',
  '…“”‘’«»  \u00a0\u200d\u202e',
  'e\u0301 é 渡し 😀 \u{10ffff}',
  "'\\''\"$(touch canary)`x`$HOME\\",
];

describe('its property lists', () => {
  it.each(hostile)('hold %j, escape only & < and >, and give it back', (text) => {
    const xml = automatorXml({ [text]: [text, { a: text }] });
    expect(parse(xml)).toEqual({ [text]: [text, { a: text }] });
    expect(xml.match(/&\w+;/g)?.every((entity) => ['&amp;', '&lt;', '&gt;'].includes(entity)) ?? true).toBe(
      true,
    );
    expect(xml).toContain(
      `\t<key>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</key>`,
    );
    const app = `/Applications/${text.replaceAll('/', ':')}.app/ferry`;
    const document = parse(documentOf({ launcherPath: app })) as {
      actions: { action: { ActionParameters: object } }[];
    };
    expect(document.actions[0]?.action.ActionParameters).toMatchObject({
      COMMAND_STRING: build({ launcherPath: app }).command,
    });
  });

  const reason = missingProgram('plistutil', 'libplist-utils', '-v');
  it.skipIf(reason !== '').each(all)(
    `are read by another parser as the same values, %j${skippedFor(reason)}`,
    (change) => {
      const folder = makeTempFolder();
      const app = `/Applications/${hostile[0]?.replaceAll('/', ':')} 渡し e\u0301.app/ferry`;
      for (const [name, xml] of build({ ...change, launcherPath: app }).files) {
        const path = join(folder, 'list');
        writeFileSync(path, xml);
        execFileSync('plistutil', ['-i', path, '-o', `${path}.binary`, '-f', 'bin']);
        const back = execFileSync('plistutil', ['-i', `${path}.binary`, '-f', 'xml'], { encoding: 'utf8' });
        expect(readFileSync(`${path}.binary`).toString('latin1', 0, 6), name).toBe('bplist');
        expect(plistDifferences(xml, back), name).toEqual([]);
      }
    },
  );
});

describe('the picture in the README', () => {
  it('shows what is built', () => {
    expect(readFileSync(picturePath, 'utf8')).toBe(bundlesSvg());
  });
});
