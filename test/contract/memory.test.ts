import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { describeFileSystemContract, type Subject } from './file-system-contract.ts';

const open = (change: (system: MemoryFileSystem) => void) => (): Subject => {
  const fileSystem = new MemoryFileSystem();
  change(fileSystem);
  fileSystem.makeFolder('/root');
  return {
    fileSystem,
    root: '/root',
    hasHoleMap: fileSystem.canSeekHoles,
    canPunch: true,
    timeGrainNs: 1n,
    hasLinkAttributes: true,
    makeFifo: (path) => fileSystem.putFifo(path),
    setAttribute: (path, name, value) => fileSystem.setAttribute(path, name, Buffer.from(value)),
    getAttribute: (path, name) => fileSystem.getAttribute(path, name)?.toString(),
  };
};

describeFileSystemContract(
  'in memory',
  open(() => {}),
);
describeFileSystemContract(
  'in memory with clones',
  open((system) => {
    system.canClone = true;
  }),
);
describeFileSystemContract(
  'in memory without a hole map',
  open((system) => {
    system.canSeekHoles = false;
  }),
);
describeFileSystemContract(
  'in memory with short counts',
  open((system) => {
    system.bytesPerCallMax = 1000;
  }),
);
