/** Why nothing was installed or removed, or not all. Decide on these, never on the words. */
export type InstallerErrorCode =
  /** Something of this name is there that is not ours. It was left alone. */
  | 'FOREIGN_IN_THE_WAY'
  /** The state folder was written by a newer VM Ferry. */
  | 'NEWER_STATE'
  /** The app to install is not there, or is not VM Ferry. */
  | 'APP_MISSING'
  /** Another process installs or removes at this moment. */
  | 'BUSY'
  /** The menu-bar app is running, and would write again what is removed. */
  | 'APP_RUNNING'
  /** Transfers are running; they need the app. */
  | 'TRANSFERS_RUNNING'
  /** Transfers that can still be resumed would be forgotten. */
  | 'TRANSFERS_UNFINISHED'
  /** macOS, or the file's permissions, forbid it. */
  | 'NOT_ALLOWED'
  /** Something else; everything was put back. */
  | 'STEP_FAILED';

/** A no with its reason and what to do about it, in plain words. */
export class InstallerError extends Error {
  readonly code: InstallerErrorCode;
  readonly advice: string;
  readonly path: string | undefined;

  constructor(code: InstallerErrorCode, message: string, advice: string, path?: string) {
    super(message);
    this.name = 'InstallerError';
    this.code = code;
    this.advice = advice;
    this.path = path;
  }
}

/** Whatever was thrown, as one of ours. */
export function asInstallerError(thrown: unknown): InstallerError {
  if (thrown instanceof InstallerError) return thrown;
  const { code, path, message } = thrown as NodeJS.ErrnoException;
  if (code === 'EPERM' || code === 'EACCES')
    return new InstallerError(
      'NOT_ALLOWED',
      `${path ?? 'A file'} may not be changed.`,
      code === 'EPERM'
        ? 'macOS forbids it. Allow it under System Settings ▸ Privacy & Security ▸ App Management, and try again.'
        : 'It belongs to somebody else. Ask an administrator of this Mac, or let VM Ferry be installed for you alone.',
      path,
    );
  return new InstallerError(
    'STEP_FAILED',
    wordsOf(code, path) ?? message,
    'Put that right, and try again.',
    path,
  );
}

function wordsOf(code: string | undefined, path = 'there'): string | undefined {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `There is no space left for ${path}.`;
  if (code === 'EROFS') return `${path} is on a volume that cannot be written to.`;
  if (code === 'EEXIST' || code === 'ENOTDIR') return `Something is in the way at ${path} that is no folder.`;
  return undefined;
}
