import { build, buildBinary, parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { parsePropertyList } from '../../../engine/bundle/parse-property-list.ts';
import { plistDifferences } from '../../support/plist-differences.ts';
import { configBytes, sampleConfigs, sampleNames } from '../../support/sample-configs.ts';

const formats = ['xml', 'binary'] as const;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const readBack = (bytes: Buffer) =>
  plain(parse(bytes.toString('latin1', 0, 6) === 'bplist' ? new Uint8Array(bytes) : bytes.toString()));

/** A binary list by hand: objects, then their offsets and the trailer, one byte each. */
function binary(...objects: number[][]): Buffer {
  const offsets = objects.map((_, i) => 8 + objects.slice(0, i).flat().length);
  const body = [...Buffer.from('bplist00'), ...objects.flat()];
  const trailer = Buffer.alloc(32);
  trailer.writeUInt8(1, 6);
  trailer.writeUInt8(1, 7);
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(body.length), 24);
  return Buffer.concat([Buffer.from(body), Buffer.from(offsets), trailer]);
}

describe('a property list', () => {
  it.each(sampleNames.flatMap((name) => formats.map((format) => [name, format] as const)))(
    'is read as the plist package reads it: %s, %s',
    (name, format) => {
      expect(plain(parsePropertyList(configBytes(name, format)).value())).toEqual(
        plain(readBack(configBytes(name, format))),
      );
    },
  );

  it('keeps what JavaScript has no word for, when strings are changed', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<!-- a comment -->
	<key>Real</key>
	<real>1.0</real>
	<key>Large</key>
	<integer>18446744073709551615</integer>
	<key>When</key>
	<date>2020-02-30T00:00:00Z</date>
	<key>Name &amp; more</key>
	<string>old &lt;b&gt;</string>
	<key>Data</key>
	<data>
	AAEC
	</data>
</dict>
</plist>
`;
    const changed = parsePropertyList(Buffer.from(xml)).withStrings([
      { path: ['Name & more'], text: 'new <&"\'>' },
    ]);
    expect(changed.toString()).toBe(xml.replace('old &lt;b&gt;', 'new &lt;&amp;"\'&gt;'));
    expect(plistDifferences(xml, changed.toString())).toEqual(['Name & more']);
  });

  it.each(formats)('changes one of several equal strings, %s', (format) => {
    const value = { A: 'same', B: 'same', C: ['same', { D: 'same' }], Long: 'x'.repeat(300) };
    const bytes = Buffer.from(format === 'xml' ? build(value) : buildBinary(value));
    const changes = [
      { path: ['B'], text: 'Ünïcode 😀' },
      { path: ['C', 1, 'D'], text: 'y'.repeat(400) },
    ];
    expect(readBack(parsePropertyList(bytes).withStrings(changes))).toEqual({
      ...value,
      B: 'Ünïcode 😀',
      C: ['same', { D: 'y'.repeat(400) }],
    });
  });

  it('refuses to change what is no string, is not there, or does not fit', () => {
    for (const format of formats) {
      const list = parsePropertyList(configBytes('Apple macOS 4', format));
      for (const path of [['Nothing'], ['ConfigurationVersion'], ['Drive'], ['Drive', 9, 'ImageName'], []])
        expect(() => list.withStrings([{ path, text: 'x' }])).toThrow(RangeError);
    }
    const full = Buffer.from(
      buildBinary(Object.fromEntries(Array.from({ length: 127 }, (_, i) => [`k${i}`, `v${i}`]))),
    );
    const list = parsePropertyList(full);
    expect(full.readUInt8(full.length - 25)).toBe(1);
    expect(readBack(list.withStrings([{ path: ['k5'], text: 'x' }]))).toMatchObject({ k5: 'x', k6: 'v6' });
    expect(() =>
      list.withStrings([
        { path: ['k5'], text: 'x' },
        { path: ['k6'], text: 'y' },
      ]),
    ).toThrow(RangeError);
  });

  it('is not unfolded without end', () => {
    const started = performance.now();
    // 60 arrays, each with the next one twice: 2^60 values in a few hundred bytes.
    const doubled = binary(...Array.from({ length: 60 }, (_, i) => [0xa2, i + 1, i + 1]), [0x09]);
    const circle = binary([0xa1, 0]);
    const deep = binary(...Array.from({ length: 200 }, (_, i) => [0xa1, i + 1]), [0x09]);
    for (const bytes of [doubled, circle, deep])
      expect(() => parsePropertyList(bytes).value()).toThrow(RangeError);
    const nested = `<plist>${'<array>'.repeat(1000)}${'</array>'.repeat(1000)}</plist>`;
    expect(() => parsePropertyList(Buffer.from(nested)).value()).toThrow(RangeError);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('has no way to a prototype', () => {
    const xml =
      '<plist><dict><key>__proto__</key><dict><key>Backend</key><string>Apple</string></dict></dict></plist>';
    expect(Object.getPrototypeOf(parsePropertyList(Buffer.from(xml)).value())).toBeNull();
    expect('Backend' in {}).toBe(false);
  });

  it('has values of every kind in the samples, or these tests would prove little', () => {
    const kinds = new Set(
      Object.keys(sampleConfigs).flatMap((name) =>
        configBytes(name as never)
          .toString()
          .match(/<\w+/g),
      ),
    );
    for (const kind of [
      '<dict',
      '<array',
      '<string',
      '<integer',
      '<real',
      '<date',
      '<data',
      '<true',
      '<false',
    ])
      expect(kinds).toContain(kind);
  });
});
