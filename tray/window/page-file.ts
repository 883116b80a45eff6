import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export const pageScheme = 'app';
export const pageHost = 'popover';
export const pageUrl = `${pageScheme}://${pageHost}/index.html`;
export const setupPageUrl = `${pageScheme}://${pageHost}/setup.html`;

/** Closed: what the page shows is in the app, and what it is told comes through the preload script. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // The pictures of VMs come as data.
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Answers a request for `app://popover/…` with a file of the page's folder, and everything else with 404. */
export async function answerPageRequest(folder: string, request: Request): Promise<Response> {
  const path = pathOf(folder, request);
  const contentType = path === undefined ? undefined : contentTypes[extname(path)];
  if (path === undefined || contentType === undefined) return notFound();
  try {
    return new Response(new Uint8Array(await readFile(path)), {
      headers: {
        'content-type': contentType,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  } catch {
    return notFound();
  }
}

/** Undefined for what is not ours to give: another host, another method, a path that leaves the folder. */
function pathOf(folder: string, request: Request): string | undefined {
  try {
    const { host, pathname } = new URL(request.url);
    const path = join(folder, normalize(decodeURIComponent(pathname)));
    const isInside = path.startsWith(folder + sep) && !path.includes('\0');
    return request.method === 'GET' && host === pageHost && isInside ? path : undefined;
  } catch {
    return undefined;
  }
}

function notFound(): Response {
  return new Response('', { status: 404, headers: { 'content-security-policy': contentSecurityPolicy } });
}
