import type { FailureWords } from '../failure-words.ts';

export const failures: FailureWords = {
  byCode: {
    ENGINE_MISSING: { title: 'The part that copies is missing', advice: 'Install VM Ferry again.' },
    ENGINE_FAILED: {
      title: 'It stopped without a word',
      advice: 'The original is untouched. Try again; if it fails again, copy the details and report them.',
    },
    FILE_MISSING: { title: 'It is not there any more', advice: 'It was moved or deleted since.' },
    SOURCE_MISSING: {
      title: 'The original is not there any more',
      advice: 'Connect its drive, or look where it was moved to.',
    },
    TARGET_MISSING: {
      title: 'The folder is not there',
      advice:
        'Connect the drive, or choose another folder. VM Ferry does not create it: the drive might just be unplugged.',
    },
    TARGET_EXISTS: {
      title: 'There is one of that name already',
      advice: 'Choose another folder, or rename the one that is there. VM Ferry never replaces anything.',
    },
    TARGET_INSIDE_SOURCE: {
      title: 'The folder is inside the virtual machine',
      advice: 'Choose a folder outside of it.',
    },
    NAME_NOT_ALLOWED: {
      title: 'The name cannot be used',
      advice: 'Give the original a shorter name without “/”.',
    },
    NAME_NOT_UTF8: {
      title: 'A file in it has an unreadable name',
      advice: 'Rename that file, then try again.',
    },
    NAMES_COLLIDE: {
      title: 'Two names in it are the same on that drive',
      advice: 'They differ in capitals or accents only. Rename one, or choose another drive.',
    },
    ENTRY_NOT_SUPPORTED: {
      title: 'Something in it cannot be copied',
      advice: 'Shut the virtual machine down and try again.',
    },
    NOT_A_BUNDLE: {
      title: 'This is not a UTM virtual machine',
      advice: 'Choose something that ends in .utm.',
    },
    VM_RUNNING: { title: 'The virtual machine is running', advice: 'Shut it down, then try again.' },
    SOURCE_DATALESS: {
      title: 'Part of it is still in iCloud',
      advice: 'Right-click it in Finder, choose Download Now, and try again when that is done.',
    },
    NO_IDENTITY: {
      title: 'It cannot be given a new identity',
      advice: 'Copy it as it is, or use Clone in UTM.',
    },
    TRANSFER_OWNED: { title: 'This is being worked on already', advice: 'Wait until it is done.' },
    TRANSFER_UNKNOWN: { title: 'This transfer is not known any more', advice: 'Start it again from Finder.' },
    TRANSFER_ENDED: { title: 'This transfer has ended', advice: 'Start it again from Finder.' },
    TRANSFER_UNREADABLE: {
      title: 'What was written down cannot be read',
      advice: 'The original is untouched. Start again from Finder.',
    },
    WOULD_EXPAND: {
      title: 'The copy would grow',
      advice: 'Choose a drive formatted as APFS, or try again and allow it.',
    },
    FILE_TOO_LONG: {
      title: 'The drive cannot hold a file this long',
      advice: 'Choose a drive formatted as APFS or exFAT.',
    },
    TOO_MANY_ENTRIES: { title: 'It holds too many files', advice: 'Copy it in parts.' },
    NO_SPACE: { title: 'Not enough space', advice: 'Free some space on the drive, then go on.' },
    SOURCE_UNREADABLE: {
      title: 'The original could not be read',
      advice: 'Look whether its drive is connected and whether you may read it, then try again.',
    },
    SOURCE_CHANGED: {
      title: 'The original was changed meanwhile',
      advice: 'Shut the virtual machine down and copy it again. No half copy was kept.',
    },
    TARGET_FAILED: {
      title: 'The drive stopped taking data',
      advice: 'Connect it again and resume. If it happens again, check it with Disk Utility ▸ First Aid.',
    },
    SOURCE_NOT_REMOVED: {
      title: 'The original is still there',
      advice: 'The copy is complete and verified. Remove the original yourself, or resume to try again.',
    },
    COPY_DIFFERS: {
      title: 'The copy was not the same',
      advice:
        'It was removed, and the original is untouched. Check the drive and its cable before you try again.',
    },
    CANCELLED: {
      title: 'Cancelled',
      advice: 'The original is untouched, and nothing was left at the target.',
    },
    NATIVE_UNAVAILABLE: { title: 'VM Ferry is not complete', advice: 'Install VM Ferry again.' },
    STATE_FAILED: {
      title: 'VM Ferry could not keep its notes',
      advice: 'Look whether your startup disk is full, then try again.',
    },
    SYSTEM_CALL_FAILED: {
      title: 'Something unexpected happened',
      advice: 'The original is untouched. Try again; if it fails again, copy the details and report them.',
    },
  },
  unknownTitle: 'Something went wrong',
  missing: (size) => `${size} more must be free.`,
  canResume: 'It goes on where it stopped.',
  together: (sentences) => sentences.join(' '),
};
