import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CommandWorld, runCommand } from '../../installer/command.ts';
import { makeSampleApp, makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

let mac: SampleMac;
let app: string;
let lines: string[];
let questions: string[];

beforeEach(() => {
  const folder = makeTempFolder();
  mac = makeSampleMac(folder);
  app = makeSampleApp(join(folder, 'built'));
  lines = [];
  questions = [];
  mac.recorders.answer('defaults.read', '(\n    "zh-Hans-CN",\n    "en-GB"\n)\n');
});

function run(words: readonly string[], changes: Partial<CommandWorld> = {}): Promise<number> {
  const bin = join(mac.places.home, '.local/bin');
  return runCommand(words, {
    platform: 'darwin',
    places: mac.places,
    programs: mac.recorders.programs,
    ownFolder: join(mac.root, 'nowhere'),
    environment: { PATH: `/usr/bin:${bin}` },
    say: (line) => void lines.push(line),
    ask: undefined,
    ...changes,
  });
}

const services = () => readdirSync(mac.places.services).sort();
const ferryLink = () => join(mac.places.home, '.local/bin/ferry');

describe('installing in a terminal', () => {
  it('says each step, where the app is, and the one step that is the person’s; in their language in Finder', async () => {
    expect(await run(['install', '--app', app])).toBe(0);
    const text = lines.join('\n');
    expect(text).toContain('done: quick-actions');
    expect(text).toContain(`VM Ferry is installed: ${join(mac.places.systemApplications, 'VM Ferry.app')}`);
    expect(text).toContain('Quick Actions ▸ Customize…');
    expect(services()).toEqual(['用 Ferry 拷贝虚拟机….workflow', '用 Ferry 移动虚拟机….workflow']);
    expect(existsSync(ferryLink())).toBe(false);
  });

  it.each([
    [true, true],
    [false, false],
  ])('asks about the command for the terminal and does what is answered: %s', async (answer, isThere) => {
    const ask = async (question: string) => {
      questions.push(question);
      return answer;
    };
    mkdirSync(join(mac.places.home, '.local/bin'), { recursive: true });
    expect(await run(['install', '--app', app], { ask })).toBe(0);
    expect(questions).toEqual([expect.stringContaining(`into ${join(mac.places.home, '.local/bin')}?`)]);
    expect(existsSync(ferryLink())).toBe(isThere);
  });

  it.each([
    ['--command-link', true],
    ['--no-command-link', false],
  ])('does not ask when it was said: %s', async (word, isThere) => {
    const ask = () => Promise.reject(new Error('asked'));
    expect(await run(['install', '--app', app, word], { ask })).toBe(0);
    expect(existsSync(ferryLink())).toBe(isThere);
  });

  it('takes another Applications folder', async () => {
    const applications = join(mac.root, 'elsewhere');
    mkdirSync(applications);
    expect(await run(['install', '--app', app, '--applications', applications])).toBe(0);
    expect(readdirSync(applications)).toEqual(['VM Ferry.app']);
  });

  it('answers 3 and says what to do when it is refused, 1 when it failed and everything was put back', async () => {
    expect(await run(['install'])).toBe(3);
    expect(lines.join('\n')).toContain('npm run package:mac');
    mac.recorders.plant('ditto', 'echo "No space left on device" >&2; exit 1');
    expect(await run(['install', '--app', app])).toBe(1);
    expect(lines.join('\n')).toContain('No space left on device');
    expect(lines.at(-1)).toBe('Everything was put back.');
  });
});

describe('removing in a terminal', () => {
  it('shows what it removed and what it kept', async () => {
    const before = treeSnapshot(mac.root);
    await run(['install', '--app', app, '--command-link']);
    lines = [];
    expect(await run(['uninstall'])).toBe(0);
    expect(lines.filter((line) => line.startsWith('  removed: ')).length).toBeGreaterThan(5);
    expect(lines.at(-1)).toBe('VM Ferry is gone.');
    expect(treeSnapshot(mac.root)).toEqual(before);
    lines = [];
    expect(await run(['uninstall'])).toBe(0);
    expect(lines).toEqual(['There was nothing to remove.']);
  });

  it('keeps the history unless told otherwise', async () => {
    await run(['install', '--app', app]);
    writeFileSync(join(mac.places.state, 'settings.json'), '{}');
    expect(await run(['uninstall'])).toBe(0);
    expect(lines.join('\n')).toContain(`kept:    ${join(mac.places.state, 'settings.json')}`);
    expect(await run(['uninstall', '--with-history'])).toBe(0);
    expect(existsSync(mac.places.state)).toBe(false);
  });
});

describe('the installer in a terminal', () => {
  it.each(['install', 'uninstall'])(
    'does nothing on another system and says what to use there: %s',
    async (verb) => {
      const before = treeSnapshot(mac.root);
      expect(await run([verb, '--app', app], { platform: 'linux' })).toBe(2);
      expect(lines.join('\n')).toContain('dist/engine/ferry.mjs');
      expect(treeSnapshot(mac.root)).toEqual(before);
    },
  );

  it('explains itself when it does not understand', async () => {
    expect(await run(['instal'])).toBe(2);
    expect(lines.join('\n')).toContain('Usage: install');
    await expect(run(['install', '--wrong'])).resolves.toBe(2);
  });

  it('examines the app around it, and says it in one line of JSON', async () => {
    const engine = join(app, 'Contents/Resources/engine');
    expect(await run(['examine'], { ownFolder: engine })).toBe(0);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ appPath: app, isBroken: true });
  });
});
