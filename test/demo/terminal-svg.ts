/**
 * Draws what a terminal showed as an SVG picture: `tmux capture-pane -e -p | node test/demo/terminal-svg.ts TITLE > demo.svg`.
 * Knows bold, dim and the sixteen colours, which is all that the demo uses.
 */
import { readFileSync } from 'node:fs';

const cellWidth = 8.4;
const lineHeight = 19;
const padding = 18;
const barHeight = 36;
const colours: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
};

interface Span {
  readonly text: string;
  readonly column: number;
  readonly style: string;
}

function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let column = 0;
  let codes: number[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes begin with one
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes begin with one
    const escaped = /^\u001b\[([\d;]*)m$/.exec(part);
    if (escaped === null) {
      if (part.trim() !== '') spans.push({ text: part, column, style: styleOf(codes) });
      column += [...part].length;
      continue;
    }
    for (const code of (escaped[1] || '0').split(';').map(Number))
      codes =
        code === 0
          ? []
          : code === 22
            ? codes.filter((each) => each > 2)
            : code === 39
              ? codes.filter((each) => each < 30)
              : [...codes, code];
  }
  return spans;
}

function styleOf(codes: readonly number[]): string {
  const colour =
    codes.map((code) => colours[code]).find(Boolean) ?? (codes.includes(2) ? '#8b949e' : '#e6edf3');
  return `fill="${colour}"${codes.includes(1) ? ' font-weight="700"' : ''}`;
}

const xml = (text: string) =>
  text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');

const lines = readFileSync(0, 'utf8').replace(/\s+$/, '').split('\n');
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes begin with one
const columns = Math.max(...lines.map((line) => [...line.replace(/\u001b\[[\d;]*m/g, '')].length));
const width = Math.ceil(columns * cellWidth + 2 * padding);
const height = Math.ceil(lines.length * lineHeight + barHeight + padding);
const texts = lines.flatMap((line, row) =>
  spansOf(line).map(
    ({ text, column, style }) =>
      `<text x="${(padding + column * cellWidth).toFixed(1)}" y="${(barHeight + (row + 0.8) * lineHeight).toFixed(1)}" ${style} textLength="${([...text].length * cellWidth).toFixed(1)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${xml(text)}</text>`,
  ),
);
console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xml(process.argv[2] ?? 'A terminal')}">
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
<g><circle cx="20" cy="18" r="6" fill="#ff5f57"/><circle cx="40" cy="18" r="6" fill="#febc2e"/><circle cx="60" cy="18" r="6" fill="#28c840"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${texts.join('\n')}
</g>
</svg>`);
