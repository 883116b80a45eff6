import { PortableFileSystem } from '../../engine/system/portable/portable-file-system.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeFileSystemContract } from './file-system-contract.ts';
import { makeFifo } from './subject.ts';

describeFileSystemContract('through node:fs alone', () => ({
  fileSystem: new PortableFileSystem(),
  root: makeTempFolder(),
  hasHoleMap: false,
  canPunch: false,
  makeFifo,
  // Seconds as a double near the year 2001 are exact to 0.12 µs, and libuv keeps microseconds on some systems.
  timeGrainNs: 1000n,
}));
