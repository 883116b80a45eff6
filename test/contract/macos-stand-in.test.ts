import { describe } from 'vitest';
import { MacosFileSystem } from '../../engine/system/macos/macos-file-system.ts';
import { loadStandIn, missingForStandIn } from '../support/stand-in-libc.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeFileSystemContract } from './file-system-contract.ts';
import { lockFile, makeFifo } from './subject.ts';

const reason = missingForStandIn();

describe.skipIf(reason !== '')(`macOS through the stand-in${reason && ` (skipped: ${reason})`}`, () => {
  for (const architecture of ['arm64', 'x64'] as const) {
    for (const hasClones of [false, true]) {
      describeFileSystemContract(`macOS ${architecture}${hasClones ? ' with clones' : ''}`, () => {
        const standIn = loadStandIn(architecture);
        standIn.reset();
        standIn.set('clone_by_copy', hasClones ? 1 : 0);
        const { calls } = standIn;
        return {
          fileSystem: new MacosFileSystem(calls),
          root: makeTempFolder(),
          hasHoleMap: true,
          canPunch: true,
          timeGrainNs: 1n,
          makeFifo,
          lock: lockFile,
          setAttribute: (path, name, value) =>
            void calls.setxattr(path, name, Buffer.from(value), value.length, 0, 0),
          getAttribute: (path, name) => {
            const names = Buffer.alloc(1000);
            const bytes = calls.listxattr(path, names, names.length, 0);
            return names.toString('utf8', 0, Math.max(0, bytes)).split('\0').includes(name)
              ? 'hello'
              : undefined;
          },
        };
      });
    }
  }
});
