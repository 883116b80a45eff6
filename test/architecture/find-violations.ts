import { importsOf } from './imports-of.ts';
import { onlyPlaceRules, roomRules, topLevel } from './rules.ts';

/**
 * Every breach of the rules in `files` (repository path to text), as sentences that carry the reason.
 */
export function findViolations(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => [
    ...wrongPlace(path),
    ...wrongImports(path, text),
    ...wrongWords(path, text),
    ...drawers(path),
  ]);
}

function wrongPlace(path: string): string[] {
  const top = path.split('/')[0] ?? '';
  return topLevel.has(top) ? [] : [`${path}: the top level has no place for ${top} (design.md section 3)`];
}

function wrongImports(path: string, text: string): string[] {
  if (!/\.tsx?$/.test(path)) return [];
  const rule = roomRules.find((each) => path.startsWith(each.room));
  if (rule === undefined) return [];
  return importsOf(path, text)
    .filter((imported) => !rule.may.some((allowed) => isWithin(imported, allowed)))
    .map((imported) => `${path} imports ${imported}: ${rule.reason}`);
}

/**
 * `engine/` is where the rooms of the engine meet: its own files see all of them but the command line, which calls them.
 * `installer/` is what the app takes in, so without what packages the app.
 */
function isWithin(imported: string, allowed: string): boolean {
  if (allowed === 'node') return imported.startsWith('node:');
  if (allowed === 'engine/') return /^engine\/(?!cli\/)/.test(imported);
  if (allowed === 'installer/') return /^installer\/(?!packaging\/|package-app\.ts|icon\/)/.test(imported);
  return allowed.endsWith('/') ? imported.startsWith(allowed) : imported === allowed;
}

function wrongWords(path: string, text: string): string[] {
  if (!/\.tsx?$/.test(path)) return [];
  return onlyPlaceRules
    .filter((rule) => path.startsWith(rule.within) && !rule.place.test(path) && rule.what.test(text))
    .map((rule) => `${path} has ${String(rule.what)}: ${rule.reason}`);
}

function drawers(path: string): string[] {
  const isDrawer = /(^|\/)(utils?|helpers?|common|misc|managers?)(\.[a-z]+|\/)/.test(path);
  return isDrawer ? [`${path}: a drawer has no name of its own yet (style.md guideline 7)`] : [];
}
