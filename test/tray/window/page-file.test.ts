import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerPageRequest } from '../../../tray/window/page-file.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

let folder: string;

beforeEach(() => {
  const home = makeTempFolder();
  folder = join(home, 'popover');
  mkdirSync(folder);
  writeFileSync(join(home, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<p>page');
  writeFileSync(join(folder, 'popover.exe'), 'no type of ours');
});

const ask = (url: string, method = 'GET') => answerPageRequest(folder, new Request(url, { method }));

describe('a request of the page', () => {
  it('gets its file with a closed policy and a type that is not guessed', async () => {
    const answer = await ask('app://popover/index.html');
    expect(await answer.text()).toBe('<p>page');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it.each([
    ['a way out of the folder', 'app://popover/..%2fsecret.html'],
    ['another way out', 'app://popover/%2e%2e/secret.html'],
    ['an absolute path', 'app://popover//etc/passwd'],
    ['a null byte', 'app://popover/index.html%00.css'],
    ['bytes that are no text', 'app://popover/%ff.html'],
    ['another host', 'app://other/index.html'],
    ['a file of a type that no page needs', 'app://popover/popover.exe'],
    ['the folder itself', 'app://popover/'],
    ['nothing', 'app://popover/none.html'],
  ])('gets nothing for %s', async (_what, url) => {
    expect((await ask(url)).status).toBe(404);
  });

  it('can only read', async () => {
    expect((await ask('app://popover/index.html', 'POST')).status).toBe(404);
  });
});
