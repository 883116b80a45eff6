import { inFolder } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError } from '../errors.ts';
import type { EntryFacts, FileSystem } from '../system/file-system.ts';
import { asTargetError, blameSource, blameTarget } from './blame.ts';
import type { CopyRequest } from './copy-request.ts';
import { factsIfAny } from './facts-if-any.ts';
import { folderOf } from './folder-of.ts';

/** Where a copy will be, and where it is built. */
export interface ChosenTarget {
  /** The source with links resolved. */
  readonly source: string;
  readonly folder: string;
  readonly path: string;
  /** Beside the target, hidden, never inside the bundle: UTM deletes what it does not know in `Data/`. */
  readonly staging: string;
}

/** POSIX NAME_MAX in bytes on every volume we know (255 UTF-16 units on APFS allow at least as much ASCII). */
const nameBytesMax = 255;

/**
 * Decides the names of a copy. Whether the name is free is asked later: in a resumed copy it may be ours.
 *
 * @throws FerryError SOURCE_MISSING, TARGET_MISSING, NAME_NOT_ALLOWED, TARGET_INSIDE_SOURCE
 */
export function chooseTarget(fileSystem: FileSystem, request: CopyRequest): ChosenTarget {
  const source = resolveSource(fileSystem, request.source);
  const folder = resolveFolder(fileSystem, request.targetFolder);
  const name = chooseName(fileSystem, request, source, folder);
  refuseInside(fileSystem, source, folder);
  const staging = inFolder(folder, stagingName(name, request.id));
  return { source, folder, path: inFolder(folder, name), staging };
}

/** `.NAME.ferry-ID`, with NAME cut so that the whole is a legal name. */
export function stagingName(name: string, id: string): string {
  const end = `.ferry-${id}`;
  let kept = name;
  while (Buffer.byteLength(`.${kept}${end}`) > nameBytesMax) kept = [...kept].slice(0, -1).join('');
  return `.${kept}${end}`;
}

function resolveSource(fileSystem: FileSystem, path: string): string {
  try {
    return fileSystem.resolve(path);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined) throw thrown;
    const isMissing = errno === 'ENOENT' || errno === 'ENOTDIR';
    throw new FerryError(
      isMissing ? 'SOURCE_MISSING' : 'SOURCE_UNREADABLE',
      isMissing ? `There is nothing at ${path}.` : `${path} could not be read (${errno}).`,
      isMissing ? 'Check the path and try again.' : 'Check that you may read it, then try again.',
      { path, errno, cause: thrown },
    );
  }
}

function resolveFolder(fileSystem: FileSystem, path: string): string {
  let folder: string;
  let facts: EntryFacts;
  try {
    folder = fileSystem.resolve(path);
    facts = fileSystem.readFacts(folder);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw asTargetError(path, thrown);
    throw new FerryError(
      'TARGET_MISSING',
      `The target folder ${path} does not exist.`,
      'Connect the drive or create the folder, then try again. VM Ferry never creates it for you: the drive might just be unplugged.',
      { path, errno },
    );
  }
  if (facts.kind === 'folder') return folder;
  throw new FerryError(
    'TARGET_MISSING',
    `${path} is not a folder.`,
    'Name the folder that the copy should go into.',
    { path },
  );
}

/** Another machine gets another name, free at both places so that UTM's list never shows two of a name. */
function chooseName(fileSystem: FileSystem, request: CopyRequest, source: string, folder: string): string {
  const own = nameOf(request, source);
  if (request.newIdentity === undefined || request.name !== undefined) return own;
  const [, stem = own, count = '1', ending = ''] = /^(.*?)(?: (\d{1,6}))?(\.utm)?$/is.exec(own) ?? [];
  for (let next = Math.max(2, Number(count) + 1); ; next++) {
    const name = nameOf({ source: request.source, name: `${stem} ${next}${ending}` }, source);
    const isFree = [folder, folderOf(source)].every(
      (place) => blameTarget(place, () => factsIfAny(fileSystem, inFolder(place, name))) === undefined,
    );
    if (isFree) return name;
  }
}

/** @throws FerryError NAME_NOT_ALLOWED */
export function nameOf(request: Pick<CopyRequest, 'source' | 'name'>, source: string): string {
  const own = lastName(request.source) || lastName(source);
  if (request.name === undefined) return own;
  const ending = own.toLowerCase().endsWith('.utm') ? '.utm' : '';
  const name = request.name.toLowerCase().endsWith(ending) ? request.name : request.name + ending;
  const isAllowed = request.name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
  if (isAllowed && Buffer.byteLength(name) <= nameBytesMax) return name;
  throw new FerryError(
    'NAME_NOT_ALLOWED',
    `“${request.name}” cannot be the name of a copy.`,
    'Use a name without “/” and of at most 255 bytes.',
    { path: request.name },
  );
}

/** The last component as the person wrote it, so that a link keeps its own name; empty for `.`, `..` and `/`. */
function lastName(path: string): string {
  const name = path.split('/').filter(Boolean).at(-1) ?? '';
  return name === '.' || name === '..' ? '' : name;
}

/** Compared by identity and not by text: bind mounts and case-insensitive volumes give one folder many paths. */
function refuseInside(fileSystem: FileSystem, source: string, folder: string): void {
  const sourceFacts = blameSource(source, () => fileSystem.readFacts(source));
  for (let at = folder; ; at = folderOf(at)) {
    const facts = blameTarget(at, () => fileSystem.readFacts(at));
    if (facts.device === sourceFacts.device && facts.inode === sourceFacts.inode) {
      throw new FerryError(
        'TARGET_INSIDE_SOURCE',
        `The target folder ${folder} is inside ${source} itself.`,
        'Choose a folder outside of what you copy.',
        { path: folder },
      );
    }
    if (at === '/') return;
  }
}

/** @throws FerryError TARGET_EXISTS */
export function requireFreeTarget(fileSystem: FileSystem, { path, source }: ChosenTarget): void {
  if (blameTarget(path, () => factsIfAny(fileSystem, path)) === undefined) return;
  throw takenError(path, path === source);
}

/** The refusal for a name that is in use, also when it was taken during the copy. */
export function takenError(path: string, isSource = false): FerryError {
  return new FerryError(
    'TARGET_EXISTS',
    isSource ? `${path} would be copied onto itself.` : `${path} exists already.`,
    'Choose another folder, or another name with --name. VM Ferry never replaces anything.',
    { path },
  );
}
