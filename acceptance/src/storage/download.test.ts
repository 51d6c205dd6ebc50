import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { checksumOf, piecesOf, streamOf } from '../clients/streams.ts';
import { expectDeleted, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  createBucket,
  download,
  downloadPath,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { admin, anyone, client, createPerson, type Person, system } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let open: Bucket;
let hidden: Bucket;
let file: StoredFile;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  [open, hidden] = [await createBucket(owner, { public: true }), await createBucket(owner)];
  file = await store(owner, open, 'folder/a.txt', 'public', 'text/plain');
  await store(owner, hidden, 'folder/a.txt', 'private', 'text/plain');
});

const header = (answer: Answer<unknown>, name: string) => answer.headers.get(name) ?? '';

describe('a download from a public bucket', () => {
  it('needs neither key nor token, and minds neither a good nor a wrong key', async () => {
    for (const apiKey of [null, system.apiKey, 'wrong']) {
      const answer = await download(open, 'folder/a.txt', { apiKey });
      expectStatus(answer, 200);
      expect(answer.text).toBe('public');
    }
    for (const person of [stranger, owner, admin]) {
      expect((await person.get(downloadPath(open, 'folder/a.txt'))).text).toBe('public');
    }
  });

  it('says what it is', async () => {
    const answer = await download(open, 'folder/a.txt');
    expect(header(answer, 'content-length')).toBe('6');
    expect(header(answer, 'content-type')).toMatch(/^text\/plain/);
    expect(header(answer, 'etag')).toBe(`"${file.etag}"`);
    expect(header(answer, 'accept-ranges')).toBe('bytes');
    const modified = Date.parse(header(answer, 'last-modified'));
    expect(Math.abs(modified - Date.parse(file.updated_at))).toBeLessThan(1000);
  });

  it('may be kept by caches, which must ask again, since the bucket may turn private', async () => {
    const control = header(await download(open, 'folder/a.txt'), 'cache-control');
    expect(control).toMatch(/\bpublic\b/);
    expect(control).not.toMatch(/private|no-store|immutable/);
    expect(control).toMatch(/no-cache|max-age=0|must-revalidate/);
  });

  it('is 404 for what is not there', async () => {
    for (const path of ['none', 'folder', 'folder/', 'folder/a.txt/b', 'FOLDER/a.txt', 'folder/a.tx']) {
      expectProblem(await client.call('GET', downloadPath(open, path), { apiKey: null }), 404);
    }
  });

  it('refuses a token that is none, as everywhere', async () => {
    expectProblem(await download(open, 'folder/a.txt', { token: 'garbage' }), 401);
    const token = owner.tokens.refresh_token;
    expectProblem(await download(open, 'folder/a.txt', { token }), 401);
  });

  it('refuses an unknown query parameter', async () => {
    expectInvalid(await download(open, 'folder/a.txt', { query: { width: 100 } }), 'query', 'width');
  });
});

describe('a download from a private bucket', () => {
  it('is for its owner and an ADMIN', async () => {
    for (const person of [owner, admin]) {
      expect((await person.get(downloadPath(hidden, 'folder/a.txt'))).text).toBe('private');
    }
    const path = downloadPath(hidden, 'folder/a.txt');
    expectProblem(await stranger.get(path), 403);
    expectProblem(await anyone.get(path), 404);
    expectProblem(await client.call('GET', path, { apiKey: null }), 401);
    expectProblem(await client.call('GET', path, { apiKey: 'wrong' }), 401);
    expectProblem(await owner.call('GET', path, { apiKey: null }), 401);
    expectProblem(await client.call('GET', path, { token: 'garbage' }), 401);
  });

  it('looks to a caller without a token like one from a bucket that is not there', async () => {
    for (const apiKey of [null, system.apiKey]) {
      const answers = [
        await download(hidden, 'folder/a.txt', { apiKey }),
        await download(hidden, 'none', { apiKey }),
        await download({ ...hidden, name: 'no-such-bucket-anywhere' }, 'folder/a.txt', { apiKey }),
      ];
      const seen = answers.map(({ status, body }) => ({ status, ...(body ?? {}), request_id: null }));
      expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    }
  });

  it('is kept by no shared cache', async () => {
    const answer = await owner.get(downloadPath(hidden, 'folder/a.txt'));
    expect(header(answer, 'cache-control')).toMatch(/private|no-store/);
    expect(header(answer, 'cache-control')).not.toMatch(/public/);
    expect(header(answer, 'vary').toLowerCase()).toContain('authorization');
    expect(header(answer, 'vary').toLowerCase()).toContain('x-api-key');
  });
});

describe('HEAD', () => {
  it('answers as GET does, without the bytes', async () => {
    const skipped = ['x-request-id', 'date', 'connection', 'keep-alive', 'transfer-encoding'];
    const headersOf = (answer: Answer<unknown>) =>
      Object.fromEntries([...answer.headers].filter(([name]) => !skipped.includes(name)));
    for (const options of [{}, { headers: { Range: 'bytes=1-2' } }, { query: { download: 'b.txt' } }]) {
      const get = await download(open, 'folder/a.txt', options);
      const head = await download(open, 'folder/a.txt', options, 'HEAD');
      expect(head.status).toBe(get.status);
      expect(head.text).toBe('');
      expect(headersOf(head)).toEqual(headersOf(get));
    }
  });

  it('is refused where GET is', async () => {
    const head = (caller: Person) => caller.call('HEAD', downloadPath(hidden, 'folder/a.txt'));
    expectStatus(await head(stranger), 403);
    expectStatus(await download(hidden, 'folder/a.txt', {}, 'HEAD'), 401);
    expectStatus(await download(hidden, 'folder/a.txt', { apiKey: system.apiKey }, 'HEAD'), 404);
    expectStatus(await head(owner), 200);
    expectStatus(await download(open, 'none', {}, 'HEAD'), 404);
  });
});

describe('?download=', () => {
  const disposition = async (name: string) =>
    header(await download(open, 'folder/a.txt', { query: { download: name } }), 'content-disposition');

  it('saves the file under the name, or its own', async () => {
    expect(await disposition('report.txt')).toMatch(/^attachment;.*filename="?report\.txt"?/);
    expect(await disposition('')).toMatch(/^attachment;.*filename="?a\.txt"?/);
    expect(header(await download(open, 'folder/a.txt'), 'content-disposition')).not.toMatch(/^attachment/);
  });

  it.each(['отчёт.pdf', '文件 1.txt', 'naïve.txt', `it's "quoted".txt`, '100%.txt', 'a;b=c, d.txt'])(
    'takes the name %s',
    async (name) => {
      const sent = await disposition(name);
      expect(sent).toMatch(/^attachment;/);
      const extended = /filename\*=UTF-8''([^;\s]+)/i.exec(sent)?.[1];
      expect(decodeURIComponent(extended ?? '')).toBe(name);
    },
  );

  it.each([
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['a\\b.txt', 'a_b.txt'],
    ['a\nb\u0085.txt', 'a_b_.txt'],
    ['..', '_'],
  ])('makes a mere name of %j', async (name, saved) => {
    expect(await disposition(name)).toBe(`attachment; filename="${saved}"; filename*=UTF-8''${saved}`);
  });

  it.each([
    'a\r\nSet-Cookie: evil=1',
    'a"; filename="b',
    'a\u0000b',
    '\u2028',
    'x\nContent-Type: text/html\n\n<script>',
  ])('lets no name break out of its header: %j', async (name) => {
    const answer = await download(open, 'folder/a.txt', { query: { download: name } });
    if (answer.status !== 200) expectProblem(answer, 422);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(header(answer, 'content-type')).not.toMatch(/html/);
    const plain = header(answer, 'content-disposition').match(/filename="/g) ?? [];
    expect(plain.length).toBeLessThanOrEqual(1);
  });

  it('refuses a name beyond all measure', async () => {
    const query = { download: 'x'.repeat(5000) };
    expectInvalid(await download(open, 'folder/a.txt', { query }), 'query', 'download');
  });
});

describe('a download under way', () => {
  const BYTES = 12_000_000;

  async function beginDownload(path: string) {
    const response = await fetch(system.baseUrl + downloadPath(open, path));
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no body');
    const first = (await reader.read()).value ?? new Uint8Array();
    return async () => {
      const received = [first];
      for (let next = await reader.read(); !next.done; next = await reader.read()) received.push(next.value);
      return checksumOf(received);
    };
  }

  it('ends as it began when the file is overwritten or deleted meanwhile', async () => {
    const big = await store(owner, open, 'under-way', streamOf(piecesOf(BYTES)));
    const [first, second] = [await beginDownload('under-way'), await beginDownload('under-way')];
    expectStatus(await upload(owner, open, { path: 'under-way', upsert: true }, 'other'), 201);
    expect(await first()).toBe(big.checksum_sha256);
    expectDeleted(await owner.del(`/storage/files/${big.id}`));
    expect(await second()).toBe(big.checksum_sha256);
    expectProblem(await download(open, 'under-way'), 404);
  });

  it('may be given up, and the next one is whole', async () => {
    const big = await store(owner, open, 'given-up', streamOf(piecesOf(BYTES)));
    for (let round = 0; round < 5; round += 1) {
      const leaving = new AbortController();
      const response = await fetch(system.baseUrl + downloadPath(open, 'given-up'), {
        signal: leaving.signal,
      });
      await response.body?.getReader().read();
      leaving.abort();
    }
    expect(await (await beginDownload('given-up'))()).toBe(big.checksum_sha256);
  });
});
