import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * What a source file imports, types included: repository paths for its neighbours and for our own doors, package names
 * or `node` for the rest.
 *
 * @param path repository path of the file
 */
export function importsOf(path: string, text: string): string[] {
  const { module } = parseSync(path, text);
  const specifiers = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap((each) =>
      each.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map((each) =>
      unquoted(text.slice(each.moduleRequest.start, each.moduleRequest.end)),
    ),
    ...[...text.matchAll(/\)\((['"])([@\w/.-]+)\1\)|\brequire\((['"])([@\w/.-]+)\3\)/g)].map(
      (match) => match[2] ?? match[4] ?? '',
    ),
  ];
  return [...new Set(specifiers.map((specifier) => resolve(path, specifier)))];
}

function resolve(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('#')) return specifier;
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function unquoted(text: string): string {
  return text.replace(/^['"`]|['"`]$/g, '');
}
