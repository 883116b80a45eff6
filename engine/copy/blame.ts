import { errnoOf, FerryError, isVolumeGone, SystemCallError } from '../errors.ts';

const fullErrors = new Set(['ENOSPC', 'EDQUOT']);

/** Runs a step that touches the source only; a system error in it becomes SOURCE_UNREADABLE with the path. */
export function blameSource<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (thrown) {
    throw asSourceError(path, thrown);
  }
}

/** Runs a step that touches the target only; a system error in it becomes NO_SPACE or TARGET_FAILED with the path. */
export function blameTarget<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (thrown) {
    throw asTargetError(path, thrown);
  }
}

/** Runs a step that touches both sides; the path of a system error tells which one failed. */
export function blameEither<T>(source: string, target: string, step: () => T): T {
  try {
    return step();
  } catch (thrown) {
    const isSource = thrown instanceof SystemCallError && thrown.path === source;
    throw isSource ? asSourceError(source, thrown) : asTargetError(target, thrown);
  }
}

/** For hot paths that cannot afford a closure. Our own errors and surprises pass unchanged. */
export function asSourceError(path: string, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof FerryError || errno === undefined) return thrown;
  const volumeGone = isVolumeGone(errno);
  return new FerryError(
    'SOURCE_UNREADABLE',
    `${path} could not be read (${errno}).`,
    volumeGone
      ? 'Its volume may have been disconnected. Connect it and try again; the source was not changed.'
      : 'Check that you may read it, then try again. The source was not changed.',
    { path, errno, volumeGone, cause: thrown },
  );
}

/** The same for the target side. */
export function asTargetError(path: string, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof FerryError || errno === undefined) return thrown;
  if (fullErrors.has(errno)) {
    return new FerryError(
      'NO_SPACE',
      `There is no space left for ${path} (${errno}).`,
      'Free space on the target volume, then go on.',
      { path, errno, cause: thrown },
    );
  }
  const volumeGone = isVolumeGone(errno);
  return new FerryError(
    'TARGET_FAILED',
    `${path} could not be written (${errno}).`,
    volumeGone
      ? 'The target volume may have been disconnected. Connect it and try again; the source was not changed.'
      : 'Check that you may write there and that the volume is not read-only, then try again.',
    { path, errno, volumeGone, cause: thrown },
  );
}

/** The staging folder has vanished under the copy: its volume went away, or somebody removed it. */
export function stagingGone(path: string, cause?: unknown): FerryError {
  return new FerryError(
    'TARGET_FAILED',
    `${path} is no longer there: its volume was disconnected, or another one is in its place.`,
    'Connect the drive again and resume. The source was not changed.',
    { path, volumeGone: true, cause },
  );
}
