import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFacts from '../package.json' with { type: 'json' };

const readmes = ['README.md', ...globSync('{engine,tray,quick-action,installer,test}/**/README.md')].sort();
const textOf = (path: string) => readFileSync(path, 'utf8');

/** As GitHub makes them from headings. */
const anchorsOf = (markdown: string) =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Problems of a README: links that lead nowhere, commands that are none. */
function problemsOf(path: string, text: string): string[] {
  const problems: string[] = [];
  for (const [, linked, drawn] of text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)) {
    const aim = linked ?? drawn ?? '';
    if (/^https?:/.test(aim)) continue;
    const [file = '', anchor] = aim.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(target)) problems.push(`leads nowhere: ${aim}`);
    else if (anchor !== undefined && !anchorsOf(target === path ? text : textOf(target)).includes(anchor))
      problems.push(`no such heading: ${aim}`);
  }
  for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g))
    if (!(script in packageFacts.scripts)) problems.push(`no such script: ${script}`);
  for (const [, script = ''] of text.matchAll(/\bnode ([\w./-]+\.(?:ts|mjs))/g))
    if (!script.startsWith('dist/') && !existsSync(script)) problems.push(`no such program: ${script}`);
  return problems;
}

/** Messages that the troubleshooting table quotes and nothing in the code says; “…” in a quotation stands for anything. */
function unsaidIn(readme: string, sources: string): string[] {
  const table = readme.slice(readme.indexOf('## Troubleshooting'), readme.indexOf('\n## Security'));
  return [...table.matchAll(/^\| ([^|]+) \|/gm)]
    .flatMap(([, seen = '']) => [...seen.matchAll(/“([^”]+)”/g)].map(([, quoted = '']) => quoted))
    .filter((quoted) => !quoted.split('…').every((part) => sources.includes(part.trim())));
}

describe.each(readmes)('%s', (path) => {
  it('links to what exists and names commands that exist', () => {
    expect(problemsOf(path, textOf(path))).toEqual([]);
  });
});

describe('the troubleshooting table', () => {
  const sources = [...globSync('{engine,tray,quick-action,installer}/**/*.{ts,tsx}'), 'engine/ferry']
    .map(textOf)
    .join('\n');

  it('quotes what VM Ferry really says', () => {
    expect(unsaidIn(textOf('README.md'), sources)).toEqual([]);
  });
});

it('a planted dead link, heading, command and quotation are each found', () => {
  const text = 'See [a](gone.md), [b](LICENSE#nothing), [c](#here): npm run nonsense, node engine/gone.ts';
  expect(problemsOf('README.md', text)).toHaveLength(5);
  const table = '## Troubleshooting\n\n| “It said … this” | x | y |\n\n## Security';
  expect(unsaidIn(table, 'It said')).toEqual(['It said … this']);
  expect(unsaidIn(table, 'It said (what) and this')).toEqual([]);
});
