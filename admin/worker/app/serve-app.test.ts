import { describe, expect, it } from 'vitest';
import { chooseCoding } from './content-coding.ts';
import { filePathOf } from './file-path.ts';
import { serveApp } from './serve-app.ts';

const ORIGIN = 'http://dashboard.example';

/** A directory of files by their paths. */
function directory(files: Record<string, string>): Fetcher {
  const read = (input: RequestInfo | URL) => {
    const text = files[new URL(new Request(input).url).pathname];
    return Promise.resolve(text === undefined ? new Response('no', { status: 404 }) : new Response(text));
  };
  return { fetch: read } as Fetcher;
}

const BUILT = directory({
  '/index.html': '<!doctype html>',
  '/index.html.br': 'page in br',
  '/index.html.gz': 'page in gzip',
  '/assets/app-1.js': 'app',
  '/assets/app-1.js.br': 'app in br',
  '/assets/font-1.woff2': 'font',
  '/icon.svg': '<svg/>',
});

function ask(path: string, headers: Record<string, string> = {}, method = 'GET', files = BUILT) {
  const request = new Request(ORIGIN + path, { headers, method });
  return serveApp(request, new URL(request.url), files);
}

describe('the coding', () => {
  it.each([
    [null, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.3', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity, br;q=0.5', 'identity'],
    ['br;q=2, gzip;q=x', 'identity'],
    ['deflate', 'identity'],
    ['*;q=0', 'identity'],
  ])('for Accept-Encoding %j is %s', (header, coding) => {
    expect(chooseCoding(header).coding).toBe(coding);
  });
});

describe('the file', () => {
  it.each([
    ['/', '/index.html'],
    ['/tables/x', '/index.html'],
    ['/sql/My%20tab', '/index.html'],
    ['/assets/app-1.js', '/assets/app-1.js'],
    ['/assets/nope', undefined],
    ['/index.html.br', undefined],
    ['/.env', undefined],
    ['/a/.git/config.js', undefined],
    ['/..%2f..%2fpackage.json', undefined],
    ['/assets/%2e%2e%5cworker.js', undefined],
    ['//etc/hosts.txt', undefined],
    ['/a\\b.js', undefined],
  ])('for %s is %s', (path, file) => {
    expect(filePathOf(path)).toBe(file);
  });
});

describe('the app', () => {
  it('is sent in the coding that the browser takes, and cached for ever if its name has its hash', async () => {
    const answer = await ask('/assets/app-1.js', { 'Accept-Encoding': 'br' });
    expect([answer.status, await answer.text()]).toEqual([200, 'app in br']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('is sent as it is when there is no file in that coding', async () => {
    const script = await ask('/assets/app-1.js', { 'Accept-Encoding': 'gzip' });
    expect([await script.text(), script.headers.get('content-encoding')]).toEqual(['app', null]);
    expect(script.headers.get('vary')).toBe('Accept-Encoding');
    const font = await ask('/assets/font-1.woff2', { 'Accept-Encoding': 'br' });
    expect([await font.text(), font.headers.get('vary')]).toEqual(['font', null]);
  });

  it('asks for the page again each time, which costs nothing while it is the same', async () => {
    const page = await ask('/tables/x', { 'Accept-Encoding': 'gzip' });
    const tag = page.headers.get('etag') ?? '';
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ask('/', { 'If-None-Match': sent, 'Accept-Encoding': 'gzip' });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    }
    // The tag is that of the bytes, which differ by coding.
    expect((await ask('/', { 'If-None-Match': tag })).status).toBe(200);
  });

  it('answers HEAD with the same headers, and other methods with 405', async () => {
    const head = await ask('/icon.svg', {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
    const post = await ask('/', {}, 'POST');
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('that is not there is 404, and the page that was not built says what to do', async () => {
    expect((await ask('/assets/app-2.js')).status).toBe(404);
    expect((await ask('/wp-login.php')).status).toBe(404);
    const missing = await ask('/', {}, 'GET', directory({}));
    expect([missing.status, await missing.text()]).toEqual([503, expect.stringContaining('selfdb rebuild')]);
  });

  it('runs scripts and styles of its own origin only, on every answer', async () => {
    for (const path of ['/', '/assets/app-1.js', '/nope.js']) {
      const policy = (await ask(path)).headers.get('content-security-policy')?.split('; ');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });
});
