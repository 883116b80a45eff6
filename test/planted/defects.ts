/** One mistake that somebody could make, as small edits of the source, and the tests that must notice. */
export interface Defect {
  readonly name: string;
  /** What would happen to people. */
  readonly meaning: string;
  readonly edits: readonly Edit[];
  readonly tests: readonly string[];
  /** Only tests whose name matches (vitest -t). */
  readonly named: string;
}

export interface Edit {
  readonly file: string;
  /** Must be there exactly once: a defect that no longer applies proves nothing, so the script stops. */
  readonly find: string;
  readonly replace: string;
}

const edit = (file: string, find: string, replace: string): Edit => ({ file, find, replace });

export const defects: readonly Defect[] = [
  {
    name: 'skip the flush of a file',
    meaning: 'a power cut after “done” leaves empty files under the final name',
    edits: [
      edit(
        'engine/copy/stage-file.ts',
        "      file.flush();\n      observer.noted({ kind: 'finished'",
        "      observer.noted({ kind: 'finished'",
      ),
    ],
    tests: ['test/faults/power-cuts.test.ts'],
    named: '^a copy > survives',
  },
  {
    name: 'record before the flush',
    meaning: 'after a power cut a resume goes on behind bytes that were never written',
    edits: [
      edit(
        'engine/system/flush-behind.ts',
        '.then((handle) => handle.datasync())\n      .then(flushed)',
        '.then(flushed)',
      ),
    ],
    tests: ['test/volumes/lying-volume.test.ts'],
    named: 'flush behind the writer',
  },
  {
    name: 'trust a lying hole map',
    meaning: 'parts of a disk image become zeros, as with cp on some systems',
    edits: [
      edit(
        'engine/copy/hole-policy.ts',
        "sourceVolume.isHoleMapTrusted ? 'trust' : 'audit'",
        "sourceVolume.isHoleMapTrusted ? 'trust' : 'trust'",
      ),
    ],
    tests: ['test/engine/copy/copy-bundle.test.ts'],
    named: 'a hole map that lies',
  },
  {
    name: 'rename before the verification',
    meaning: 'a copy that differs stands under the final name',
    edits: [
      edit(
        'engine/copy/copy-bundle.ts',
        "  if (hash !== undefined) {\n    clock.enter('verifying');",
        "  counts.losses.push(...commitCopy(fileSystem, content, staging, chosen.path));\n  if (hash !== undefined) {\n    clock.enter('verifying');",
      ),
      edit(
        'engine/copy/copy-bundle.ts',
        'verifyCopy(fileSystem, content, staging,',
        'verifyCopy(fileSystem, content, chosen.path,',
      ),
      edit(
        'engine/copy/copy-bundle.ts',
        "  enterPhase(observer, 'committing', 0);\n  counts.losses.push(...commitCopy(fileSystem, content, staging, chosen.path));\n",
        "  enterPhase(observer, 'committing', 0);\n",
      ),
    ],
    tests: ['test/engine/copy/copy-bundle.test.ts'],
    named: 'differs from what was read',
  },
  {
    name: 'follow a link when a file is opened',
    meaning: 'a file swapped for a link brings foreign content into the copy',
    edits: [
      edit(
        'engine/system/portable/portable-file-system.ts',
        'constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK',
        'constants.O_RDONLY | constants.O_NONBLOCK',
      ),
    ],
    tests: ['test/contract/linux.test.ts'],
    named: '',
  },
  {
    name: 'follow links while scanning',
    meaning: 'what a link points to is copied instead of the link',
    edits: [
      edit(
        'engine/system/portable/portable-file-system.ts',
        'nodeFacts(lstatSync(path, { bigint: true }), path)',
        'nodeFacts(lstatSync(realpathSync(path), { bigint: true }), path)',
      ),
    ],
    tests: ['test/contract/linux.test.ts'],
    named: '',
  },
  {
    name: 'forget to flush the names in inner folders',
    meaning: 'after a power cut the copy lacks files',
    edits: [edit('engine/copy/commit-copy.ts', '      fileSystem.flushFolder(path);\n', '')],
    tests: ['test/faults/power-cuts.test.ts'],
    named: '^a (copy|move) > survives',
  },
  {
    name: 'forget to flush the final name before the source goes',
    meaning: 'a power cut takes both the copy and the source of a move',
    edits: [edit('engine/copy/commit-copy.ts', '    fileSystem.flushFolder(folder);\n', '')],
    tests: ['test/faults/power-cuts.test.ts'],
    named: '^a move > survives',
  },
  {
    name: 'let the rename replace',
    meaning: 'somebody else’s machine of that name is gone',
    edits: [
      edit('engine/system/linux/linux-file-system.ts', 'target, RENAME_NOREPLACE) === 0', 'target, 0) === 0'),
    ],
    tests: ['test/contract/linux.test.ts'],
    named: 'renames to a free name only',
  },
  {
    name: 'forget the rest of a short write',
    meaning: 'a stretch of a disk image is missing',
    edits: [
      edit(
        'engine/copy/copy-file-data.ts',
        'const bytes = target.write(buffer, done, until - done, position + done);',
        'const bytes = target.write(buffer, done, until - done, position + done) && until - done;',
      ),
    ],
    tests: ['test/engine/copy/copy-bundle.test.ts'],
    named: 'owns short reads and short writes',
  },
  {
    name: 'remove a source that was changed after it was copied',
    meaning: 'what the guest wrote meanwhile is lost',
    edits: [
      edit(
        'engine/copy/remove-source.ts',
        'if (scanFingerprint(scan) !== before)',
        'if (scanFingerprint(scan) === undefined)',
      ),
    ],
    tests: ['test/faults/promises.test.ts'],
    named: 'changed after it was copied',
  },
  {
    name: 'believe a journal line without its checksum',
    meaning: 'a damaged journal makes a resume skip what was never written',
    edits: [
      edit('engine/transfers/journal.ts', ' || line.slice(0, checksumCharacters) !== checksum(json)', ''),
    ],
    tests: ['test/faults/torn-state.test.ts'],
    named: '^a journal',
  },
  {
    name: 'leave a descriptor open',
    meaning: 'the engine runs out of descriptors, and volumes cannot be ejected',
    edits: [
      edit(
        'engine/copy/stage-file.ts',
        '  } finally {\n    file.close();\n  }\n',
        '  } finally {\n    void file;\n  }\n',
      ),
    ],
    tests: ['test/faults/every-call.test.ts'],
    named: '^a copy > survives EIO',
  },
  {
    name: 'answer a full volume with the wrong exit code',
    meaning: 'scripts cannot tell what happened',
    edits: [
      edit('engine/cli/exit-codes.ts', '  NO_SPACE: exitCodes.noSpace,', '  NO_SPACE: exitCodes.unexpected,'),
    ],
    tests: ['test/faults/every-call.test.ts'],
    named: '^a copy > survives ENOSPC at every call, once',
  },
  {
    name: 'blame the target for a source that fails',
    meaning: 'people replace the wrong drive',
    edits: [
      edit(
        'engine/copy/copy-bundle.ts',
        'return isSource ? asSourceError(path, thrown)',
        'return isSource ? asTargetError(path, thrown)',
      ),
    ],
    tests: ['test/faults/every-call.test.ts'],
    named: '^a copy > survives EIO at every call, once',
  },
  {
    name: 'take a lock from a process that lives',
    meaning: 'two processes write one copy',
    edits: [
      edit(
        'engine/transfers/owner-lock.ts',
        'return !holder.isReleased && isRunning(holder.process);',
        'return !holder.isReleased && !isRunning(holder.process);',
      ),
    ],
    tests: ['test/built/transfers.test.ts'],
    named: 'is refused a second owner',
  },
  {
    name: 'believe that syncfs reaches every volume',
    meaning: 'small files of a finished copy on a FUSE or network volume are empty after a power cut',
    edits: [
      edit(
        'engine/system/linux/linux-file-system.ts',
        'if (typesDeafToSyncfs.has(type))',
        'if (typesDeafToSyncfs.has(type) && false)',
      ),
    ],
    tests: ['test/volumes/lying-volume.test.ts'],
    named: 'loses power again',
  },
  {
    name: 'go on from a snapshot that was never flushed',
    meaning: 'after a power cut a resumed copy reads a snapshot without content',
    edits: [edit('engine/copy/snapshot-source.ts', '  flushSnapshot(fileSystem, scan, folder);\n', '')],
    tests: ['test/faults/power-cuts.test.ts'],
    named: 'from a snapshot > survives',
  },
  {
    name: 'verify with the hole map that may lie',
    meaning: 'a comparison cannot see the very damage it is for',
    edits: [
      edit(
        'engine/copy/read-content-digest.ts',
        'const pieces: Iterable<MapPiece> = job.isHoleMapTrusted\n',
        'const pieces: Iterable<MapPiece> = job.isHoleMapTrusted || true\n',
      ),
    ],
    tests: ['test/faults/promises.test.ts'],
    named: 'claims to be a hole',
  },
  {
    name: 'take a file that ended early for its whole',
    meaning: 'a copy that cannot be read to its end is called equal',
    edits: [
      edit(
        'engine/copy/read-content-digest.ts',
        '        this.endedAt = position;\n        return;\n',
        '        buffer.fill(0, position - start, end - start);\n        break;\n',
      ),
    ],
    tests: ['test/faults/verify.test.ts'],
    named: '',
  },
  {
    name: 'open what a folder swapped for a link leads to, in a machine that is in use',
    meaning: 'files of somebody else come into the copy',
    edits: [
      edit('engine/copy/stage-file.ts', 'if (!isSame) throw sourceChanged(file.path);', ''),
      edit('engine/copy/copy-bundle.ts', '  if (isInUse) requireSamePlaces(fileSystem, scan, true);\n', ''),
    ],
    tests: ['test/adversarial/swapped-links.test.ts'],
    named: 'in use: true',
  },
  {
    name: 'not look whether the unfinished copy is still ours when it gets its name',
    meaning: 'a link to elsewhere gets the final name',
    edits: [
      edit(
        'engine/copy/commit-copy.ts',
        'if (fileSystem.readFacts(target).kind !== scan.entries[0]?.kind)',
        'if (scan.entries.length === 0)',
      ),
    ],
    tests: ['test/adversarial/swapped-links.test.ts'],
    named: 'never gets the name',
  },
  {
    name: 'not look whether the unfinished copy is still ours before each file',
    meaning: 'the copy is written into a folder of somebody else',
    edits: [
      edit(
        'engine/copy/run-copy.ts',
        "if (now.kind === 'folder' && isSame) return now;",
        'if (isSame || !isSame) return now;',
      ),
    ],
    tests: ['test/adversarial/swapped-links.test.ts'],
    named: 'never gets the name',
  },
  {
    name: 'keep a set-user-ID mark without its owner',
    meaning: 'a program from a bundle comes to run as whoever copied it',
    edits: [
      edit(
        'engine/system/portable/portable-file-system.ts',
        'const mode = isOwnerKept ? facts.mode : facts.mode & ~setIdBits;',
        'const mode = isOwnerKept ? facts.mode : facts.mode | (0 & setIdBits);',
      ),
    ],
    tests: ['test/adversarial/odd-bundles.test.ts'],
    named: 'programs that run as their owner',
  },
  {
    name: 'not look for names that the target takes for one',
    meaning: 'one of two files is lost when the copy is resumed',
    edits: [
      edit('engine/copy/prepare-copy.ts', '  refuseNameCollisions(fileSystem, scan, probePath);\n', ''),
    ],
    tests: ['test/adversarial/odd-bundles.test.ts'],
    named: 'names that the target takes for one',
  },
  {
    name: 'write through links in the state folder',
    meaning: 'a planted link lets a transfer overwrite any file of its owner',
    edits: [
      edit(
        'engine/transfers/read-own-text.ts',
        'constants.O_CREAT | constants.O_NOFOLLOW |',
        'constants.O_CREAT |',
      ),
    ],
    tests: ['test/adversarial/planted-state.test.ts'],
    named: 'link',
  },
  {
    name: 'use a state folder of somebody else',
    meaning: 'they can make us write and remove where they like',
    edits: [
      edit(
        'engine/transfers/state-folder.ts',
        'if (facts.isDirectory() && isOurs &&',
        'if (facts.isDirectory() &&',
      ),
    ],
    tests: ['test/adversarial/planted-state.test.ts'],
    named: 'somebody else',
  },
  {
    name: 'believe an inode that a copy was committed',
    meaning: 'the source of a move goes although something else has the name of its copy',
    edits: [edit('engine/copy/require-committed.ts', 'if (!isSame) throw takenError(chosen.path);', '')],
    tests: ['test/faults/promises.test.ts'],
    named: 'inode',
  },
];
