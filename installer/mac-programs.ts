/**
 * Every program of macOS that this room runs, by absolute path, so that nothing on PATH can take its place. Tests put
 * recorders here: real small scripts, so that arguments and exit codes go the way they go on a Mac.
 */
export interface MacPrograms {
  /** Keeps the list of services, Quick Actions among them. */
  readonly pbs: string;
  readonly open: string;
  readonly codesign: string;
  /** Copies with everything macOS knows of a file; also makes zip archives that keep it. */
  readonly ditto: string;
  readonly hdiutil: string;
  readonly plutil: string;
  /** Reads preferences through the daemon that holds them, so newer than the file. */
  readonly defaults: string;
  /** Finds notarytool and stapler of the chosen Xcode. */
  readonly xcrun: string;
  readonly swVers: string;
  readonly ps: string;
}

export const macPrograms: MacPrograms = {
  pbs: '/System/Library/CoreServices/pbs',
  open: '/usr/bin/open',
  codesign: '/usr/bin/codesign',
  ditto: '/usr/bin/ditto',
  hdiutil: '/usr/bin/hdiutil',
  plutil: '/usr/bin/plutil',
  defaults: '/usr/bin/defaults',
  xcrun: '/usr/bin/xcrun',
  swVers: '/usr/bin/sw_vers',
  ps: '/bin/ps',
};
