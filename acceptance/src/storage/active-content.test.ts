import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import {
  type Bucket,
  bytesOf,
  createBucket,
  download,
  downloadPath,
  store,
  upload,
} from '../world/storage.ts';
import { client, createPerson, type Person } from '../world/users.ts';

const SCRIPT = '<script>document.title = 1</script>';
const HTML = `<!doctype html><html><body>${SCRIPT}</body></html>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
});

const header = (answer: Answer<unknown>, name: string) => answer.headers.get(name) ?? '';

/** No browser guesses another type, and whatever it is runs nothing in the origin of the API. */
function expectFenced(answer: Answer<unknown>): void {
  expect(header(answer, 'x-content-type-options')).toBe('nosniff');
  const policies = header(answer, 'content-security-policy')
    .split(/[;,]/)
    .map((part) => part.trim());
  const sandbox = policies.find((policy) => /^sandbox\b/.test(policy));
  expect(sandbox, policies.join('; ')).toBeDefined();
  expect(sandbox).not.toMatch(/allow-(scripts|same-origin|top-navigation|downloads)/);
}

/** Types that run, and types by which a browser is told to guess. */
const ACTIVE = /html|xml|svg|script|ecma|multipart|rfc822|shockwave|xslt|mathml|unknown|\*/i;

function expectInert(answer: Answer<unknown>): void {
  expectStatus(answer, 200, 206);
  expectFenced(answer);
  if (ACTIVE.test(header(answer, 'content-type'))) {
    expect(header(answer, 'content-disposition'), header(answer, 'content-type')).toMatch(/^attachment\b/);
  }
}

/** Every way to the bytes of a file in the public bucket. */
async function everyWay(fileId: string, path: string): Promise<Answer<unknown>[]> {
  const signed = await owner.post<{ url: string }>(`/storage/files/${fileId}/sign`, { expires_in: 60 });
  const url = new URL(signed.body.url);
  return Promise.all([
    download(bucket, path),
    download(bucket, path, {}, 'HEAD'),
    download(bucket, path, { headers: { Range: 'bytes=0-' } }),
    download(bucket, path, { query: { download: 'harmless.png' } }),
    client.call('GET', url.pathname + url.search, { apiKey: null }),
  ]);
}

describe('active content', () => {
  it.each([
    ['a.html', HTML, 'text/html'],
    ['b.html', HTML, 'TEXT/HTML'],
    ['c.html', HTML, 'text/html; charset=utf-8'],
    ['d.png', HTML, 'text/html'],
    ['e.svg', SVG, 'image/svg+xml'],
    ['f.png', SVG, 'image/svg+xml; charset=utf-8'],
    ['g.xml', SVG, 'application/xml'],
    ['h.xml', SVG, 'text/xml'],
    ['i.xhtml', HTML, 'application/xhtml+xml'],
    ['j.js', 'alert(1)', 'text/javascript'],
    ['k.js', 'alert(1)', 'application/javascript'],
    ['l.mjs', 'alert(1)', 'application/ecmascript'],
    ['m.rss', SVG, 'application/rss+xml'],
    ['n.xsl', SVG, 'text/xsl'],
    ['o.mht', HTML, 'multipart/related'],
    ['p.eml', HTML, 'message/rfc822'],
    ['q.swf', 'FWS', 'application/x-shockwave-flash'],
    ['r.xht', HTML, 'application/vnd.wap.xhtml+xml'],
  ])('%s is saved, never shown from the origin of the API', async (name, body, type) => {
    const file = await store(owner, bucket, `declared/${name}`, body, type);
    for (const answer of await everyWay(file.id, file.path)) {
      expectInert(answer);
      expect(header(answer, 'content-disposition')).toMatch(/^attachment\b/);
    }
  });

  it.each([
    ['a.html', HTML],
    ['b.htm', HTML],
    ['c.svg', SVG],
    ['d.xml', SVG],
    ['e.js', 'alert(1)'],
    ['f.xhtml', HTML],
    ['g.png', HTML],
    ['h.jpg', SVG],
    ['i.gif', `GIF89a${HTML}`],
    ['j', HTML],
    ['k.txt', HTML],
    ['l.json', HTML],
    ['m.css', HTML],
    ['n.pdf', `%PDF-1.7\n${HTML}`],
    ['o.unknown', HTML],
  ])('without a declared type is inert too: %s', async (name, body) => {
    const file = await store(owner, bucket, `sniffed/${name}`, body);
    for (const answer of await everyWay(file.id, file.path)) expectInert(answer);
  });

  it.each([
    'text/html;image/png',
    'image/png;text/html',
    'image/png, text/html',
    'text/html, image/png',
    'image/png\ttext/html',
    ' text/html',
    'text/html;',
    'text/html ;x',
    'text/ html',
    '*/*',
    'text/*',
    'unknown/unknown',
    'application/unknown',
    'x',
  ])('hides behind no odd type: %j', async (type) => {
    const path = `odd/${Buffer.from(type).toString('hex')}`;
    const answer = await upload(owner, bucket, path, HTML, { 'Content-Type': type });
    expectStatus(answer, 201, 400, 415, 422);
    if (answer.status !== 201) return;
    for (const way of await everyWay(answer.body.file_id, path)) {
      expectInert(way);
      expect(header(way, 'content-type')).not.toContain(',');
    }
  });

  it('that came as a form is inert', async () => {
    const form = new FormData();
    form.append('file', new File([bytesOf(HTML)], 'page.html', { type: 'text/html' }));
    const answer = await upload(owner, bucket, { path: 'form' }, form);
    for (const way of await everyWay(answer.body.file_id, answer.body.path)) expectInert(way);
  });

  it('stays inert when its type is changed afterwards', async () => {
    const file = await store(owner, bucket, 'changed.png', HTML, 'image/png');
    for (const mime_type of ['text/html', 'image/svg+xml', 'text/html;image/png', 'TEXT/HTML; x=y']) {
      expectStatus(await owner.patch(`/storage/files/${file.id}`, { mime_type }), 200, 400, 415, 422);
      for (const answer of await everyWay(file.id, file.path)) expectInert(answer);
    }
  });

  it('is as inert in a private bucket', async () => {
    const hidden = await createBucket(owner);
    const file = await store(owner, hidden, 'a.html', HTML, 'text/html');
    const answer = await owner.get(downloadPath(hidden, file.path));
    expectInert(answer);
    expect(header(answer, 'content-disposition')).toMatch(/^attachment\b/);
  });
});

describe('content that is not active', () => {
  it.each([
    ['a.png', 'image/png'],
    ['b.jpg', 'image/jpeg'],
    ['c.txt', 'text/plain'],
    ['d.mp4', 'video/mp4'],
    ['e.mp3', 'audio/mpeg'],
  ])('is shown, behind the same fence: %s', async (name, type) => {
    const file = await store(owner, bucket, `shown/${name}`, 'x', type);
    const answer = await download(bucket, file.path);
    expectFenced(answer);
    expect(header(answer, 'content-type')).toContain(type);
    expect(header(answer, 'content-disposition')).not.toMatch(/^attachment/);
  });
});
