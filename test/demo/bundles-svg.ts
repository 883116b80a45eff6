/**
 * Draws the two Quick Actions as they lie in `~/Library/Services`, from what is really built: `node test/demo/bundles-svg.ts`
 * writes `quick-action/bundles.svg`.
 */
import { writeFileSync } from 'node:fs';
import { parse } from 'plist';
import packageFacts from '../../package.json' with { type: 'json' };
import { buildQuickAction, type Verb, verbs } from '../../quick-action/index.ts';

export const picturePath = 'quick-action/bundles.svg';

const launcherPath = '/Applications/VM Ferry.app/Contents/Resources/engine/ferry';
const width = 980;
const lineHeight = 22;
const padding = 26;
/** Where the notes begin, right of the tree. */
const notesAt = 400;

interface Line {
  readonly tree: string;
  readonly name?: string;
  readonly note?: string;
  readonly look?: 'quiet' | 'code';
}

interface Info {
  readonly CFBundleIdentifier: string;
  readonly NSServices: readonly {
    readonly NSMenuItem: { readonly default: string };
    readonly NSSendFileTypes: readonly string[];
    readonly NSRequiredContext: { readonly NSApplicationIdentifier: string };
  }[];
}
interface Document {
  readonly actions: readonly {
    readonly action: {
      readonly ActionName: string;
      readonly ActionParameters: Readonly<Record<string, unknown>>;
    };
  }[];
}

export function bundlesSvg(): string {
  const lines: Line[] = [
    { tree: '', name: '~/Library/Services/' },
    ...verbs.flatMap((verb, i) => treeOf(verb, i === 1)),
  ];
  const height = lines.length * lineHeight + 2 * padding;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The two Quick Actions of VM Ferry as folders and files">
<rect width="${width}" height="${height}" rx="10" fill="#ffffff" stroke="#d0d7de"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${lines.map((line, row) => drawn(line, padding + (row + 0.7) * lineHeight)).join('\n')}
</g>
</svg>
`;
}

function treeOf(verb: Verb, isLast: boolean): Line[] {
  const bundle = buildQuickAction({
    verb,
    launcherPath,
    language: 'en',
    bundleIdentifier: packageFacts.vmFerry.bundleIdentifier,
  });
  const info = parse(bundle.files.get('Contents/Info.plist') ?? '') as unknown as Info;
  const document = parse(bundle.files.get('Contents/document.wflow') ?? '') as unknown as Document;
  const service = info.NSServices[0];
  const action = document.actions[0]?.action;
  const rest = isLast ? '   ' : '│  ';
  return [
    { tree: '│' },
    { tree: isLast ? '└─ ' : '├─ ', name: `${bundle.fileName}/` },
    { tree: `${rest}└─ `, name: 'Contents/' },
    { tree: `${rest}   ├─ `, name: 'Info.plist', note: `offers “${service?.NSMenuItem.default}”` },
    {
      tree: `${rest}   │`,
      note: `on ${service?.NSSendFileTypes.join()} in ${service?.NSRequiredContext.NSApplicationIdentifier}, nothing else`,
      look: 'quiet',
    },
    { tree: `${rest}   │`, note: `is ${info.CFBundleIdentifier}`, look: 'quiet' },
    {
      tree: `${rest}   └─ `,
      name: 'document.wflow',
      note: `${action?.ActionName}, ${action?.ActionParameters.shell}, paths as arguments`,
    },
    { tree: rest, note: shortCommand(String(action?.ActionParameters.COMMAND_STRING)), look: 'code' },
    { tree: rest, note: 'if the launcher is gone: one alert, and 0', look: 'quiet' },
  ];
}

/** The part that starts the launcher, with the middle of its path left out. */
function shortCommand(command: string): string {
  const start = /exec '.*?' quick-action \w+ "\$@"/.exec(command)?.[0] ?? command;
  return start.replace(/'.*'/, "'/Applications/VM Ferry.app/…/ferry'");
}

const looks = { plain: '#1f2328', quiet: '#59636e', code: '#0550ae' } as const;

function drawn({ tree, name, note, look }: Line, y: number): string {
  const text = (x: number, fill: string, content: string) =>
    `<text x="${x}" y="${y.toFixed(1)}" fill="${fill}" xml:space="preserve">${escaped(content)}</text>`;
  const treePart = `<tspan fill="#8c959f">${tree}</tspan>${name === undefined ? '' : escaped(name)}`;
  const left = `<text x="${padding}" y="${y.toFixed(1)}" fill="${looks.plain}" font-weight="${name?.endsWith('/') ? 600 : 400}" xml:space="preserve">${treePart}</text>`;
  return note === undefined ? left : `${left}\n${text(notesAt, looks[look ?? 'plain'], note)}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
}

if (import.meta.main) writeFileSync(picturePath, bundlesSvg());
