/**
 * The file that a thread of the engine starts with. Sources have one for each kind of thread; in a bundle everything is one file,
 * which then looks at its order (engine/cli/ferry.ts).
 *
 * @param source where it is among the sources
 */
export function workerFile(source: URL): URL {
  return import.meta.url.endsWith('/worker-file.ts') ? source : new URL(import.meta.url);
}
