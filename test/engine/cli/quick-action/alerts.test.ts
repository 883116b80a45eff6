import { describe, expect, it } from 'vitest';
import { alertOfLeftOut, alertOfSilence } from '../../../../engine/cli/quick-action/alerts.ts';
import { checkSelected, type LeftOut, nameInWords } from '../../../../engine/cli/quick-action/selection.ts';
import { separatePaths } from '../../../../engine/cli/quick-action/separate-paths.ts';

const missing = (name: string) => checkSelected(`/nowhere/${name}`, 'copy') as LeftOut;

describe('an alert about what was left out', () => {
  it('is none when nothing was', () => {
    expect(alertOfLeftOut([], 3)).toBeUndefined();
  });

  it('names the one that was selected, and what to do', () => {
    expect(alertOfLeftOut([missing('A.utm')], 1)).toEqual({
      title: '“A” is not there any more',
      text: 'Nothing was copied. See where it is now, and try again.',
    });
  });

  it('is one for all, and short', () => {
    expect(alertOfLeftOut([missing('A.utm'), missing('B.utm')], 5)).toEqual({
      title: 'VM Ferry left out 2 of the 5 things you selected',
      text: '“A” is not there any more.\n“B” is not there any more.\n\nThe others are taken on.',
    });
    const many = Array.from({ length: 30 }, (_, i) => missing(`${i}.utm`));
    const alert = alertOfLeftOut(many, 30);
    expect(alert?.title).toBe('VM Ferry took on none of the 30 things you selected');
    expect(alert?.text.split('\n')).toHaveLength(9);
    expect(alert?.text).toContain('… and 22 more.');
  });

  it('says once what went wrong with all', () => {
    const fault = (path: string): LeftOut => ({
      path,
      sentence: `${nameInWords(path)} could not be taken on.`,
      advice: 'The volume is full.',
      isFault: true,
    });
    expect(alertOfLeftOut([fault('a.utm'), fault('b.utm')], 2)?.text).toBe(
      '“a” could not be taken on.\n“b” could not be taken on.\n\nThe volume is full.',
    );
  });

  it.each(['-rf.utm', '--help', 'x'.repeat(5000), '\u001b[2J\u202egnp.utm', '\n', ''])(
    'cannot be bent by a name: %j',
    (name) => {
      const alert = alertOfLeftOut([missing(name)], 1);
      expect(alert?.title).toMatch(/^“/);
      expect(alert?.title.length).toBeLessThan(120);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in an alert
      expect(`${alert?.title}${alert?.text}`).not.toMatch(/[\u0000-\u001f\u202e]/);
    },
  );
});

describe('an alert about a menu-bar app that does not answer', () => {
  it('says that nothing is lost, and what to do', () => {
    expect(alertOfSilence('move', ['/VMs/A.utm'], '')).toEqual({
      title: 'VM Ferry does not answer',
      text: '“A” was not moved yet. Open VM Ferry from the Applications folder, and choose there where to move it. If it is open, quit it and open it again.',
    });
    expect(alertOfSilence('copy', ['/A.utm', '/B.utm'], 'open ended with 1').text).toBe(
      'The 2 virtual machines were not copied yet, because VM Ferry could not be opened. Install it again and open it, and choose there where to copy them.',
    );
  });
});

describe('the words of a Quick Action', () => {
  const separated = (...words: string[]) => separatePaths(['node', 'ferry', ...words]).slice(2);

  it('are paths after the verb, whatever they look like', () => {
    expect(separated('quick-action', 'copy', '--help', '-x', '/a')).toEqual([
      'quick-action',
      'copy',
      '--',
      '--help',
      '-x',
      '/a',
    ]);
    expect(separated('quick-action', '--open-with=/x', 'move', '--')).toEqual([
      'quick-action',
      '--open-with=/x',
      'move',
      '--',
      '--',
    ]);
  });

  it('and those of other commands stay as they are', () => {
    expect(separated('copy', '--verify', 'a', 'b')).toEqual(['copy', '--verify', 'a', 'b']);
    expect(separated('quick-action', '--help')).toEqual(['quick-action', '--help']);
    expect(separated('quick-action')).toEqual(['quick-action']);
    expect(separated()).toEqual([]);
  });
});
