import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../clients/client.ts';
import { expectClientError, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  bytesOf,
  contentOf,
  createBucket,
  download,
  listFiles,
  readFile,
  sha256,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person } from '../world/users.ts';

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
});

function formOf(name: string, bytes: string | Uint8Array<ArrayBuffer>, type = ''): FormData {
  const form = new FormData();
  form.append('file', new File([bytes], name, { type }));
  return form;
}

async function storeForm(form: FormData, target: Query = {}) {
  const answer = await upload(owner, bucket, target, form);
  expect(answer.status, answer.text).toBe(201);
  return readFile(owner, answer.body.file_id);
}

/** A form written by hand, line by line. */
const rawForm = (lines: string[], boundary = 'limit') =>
  upload(owner, bucket, {}, lines.join('\r\n'), {
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
  });
const part = (disposition: string, ...more: string[]) => [
  '--limit',
  `Content-Disposition: form-data; ${disposition}`,
  ...more,
  '',
];

describe('a form with a file', () => {
  it('is not read when it is compressed, while plain bytes are stored as they come', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    expectProblem(await upload(owner, bucket, {}, formOf('zipped', 'x'), headers), 415);
    const bytes = gzipSync('x');
    expectStatus(await upload(owner, bucket, { path: 'raw.gz' }, bytes, headers), 201);
    const kept = (await listFiles(owner, bucket, { prefix: 'raw.gz' })).data[0];
    expect(kept).toMatchObject({ size: bytes.byteLength, checksum_sha256: sha256(bytes) });
  });

  it('stores it under its own name and type', async () => {
    const file = await storeForm(formOf('holiday.png', 'pixels', 'image/png'));
    expect(file).toMatchObject({ path: 'holiday.png', size: 6, mime_type: 'image/png' });
    expect(file.checksum_sha256).toBe(sha256('pixels'));
    expect(await contentOf(bucket, 'holiday.png')).toBe('pixels');
  });

  it('goes where the query says', async () => {
    expect((await storeForm(formOf('a.txt', '1'), { path: 'f', filename: 'b.txt' })).path).toBe('f/b.txt');
    expect((await storeForm(formOf('c.txt', '1'), { filename: 'd.txt' })).path).toBe('d.txt');
  });

  it('goes where its fields say, before and after the file, if the query does not', async () => {
    const form = new FormData();
    form.append('path', '/fields/');
    form.append('file', new File(['1'], 'own.txt', { type: 'text/plain' }));
    form.append('content_type', 'text/markdown');
    const file = await storeForm(form);
    expect([file.path, file.mime_type]).toEqual(['fields/own.txt', 'text/markdown']);
    form.append('filename', 'deep/named.txt');
    expect((await storeForm(form)).path).toBe('fields/deep/named.txt');
    expect((await storeForm(form, { filename: 'query.txt' })).path).toBe('fields/query.txt');
    form.set('path', 'fields/whole.txt');
    form.set('filename', 'whole.txt');
    expect((await storeForm(form)).path).toBe('fields/whole.txt');
    expect((await storeForm(form)).path).toBe('fields/whole (1).txt');
    form.set('on_conflict', 'error');
    expectProblem(await upload(owner, bucket, {}, form), 409);
    form.set('on_conflict', 'replace');
    expect((await storeForm(form)).path).toBe('fields/whole.txt');
  });

  it.each([
    ['on_conflict', 'maybe'],
    ['content_type', 'garbage'],
    ['path', '../up'],
    ['filename', 'a//b'],
    ['upsert', 'maybe'],
  ])('is refused for its field %s: %s, and nothing is stored', async (field, value) => {
    const before = (await listFiles(owner, bucket)).total;
    const form = formOf('refused.txt', 'x');
    form.append(field, value);
    expectInvalid(await upload(owner, bucket, {}, form), 'body', field);
    expect((await listFiles(owner, bucket)).total).toBe(before);
  });

  it('keeps bytes that look like the form itself', async () => {
    const bytes = bytesOf('\r\n--\r\n--limit\r\n------\r\n\r\nContent-Disposition: form-data\r\n');
    await storeForm(formOf('tricky', bytes));
    expect((await download(bucket, 'tricky')).bytes).toEqual(bytes);
  });

  it('is found by its boundary wherever the pieces of the body break', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => '\r\n--lim'.charCodeAt(index % 7));
    const file = await storeForm(formOf('pieces', bytes));
    expect([file.size, file.checksum_sha256]).toEqual([300_000, sha256(bytes)]);
  });

  it('may be empty, and may be larger than MAX_BODY_BYTES', async () => {
    expect((await storeForm(formOf('empty', ''))).size).toBe(0);
    const bytes = new Uint8Array(11 * 1024 * 1024).fill(7);
    expect((await storeForm(formOf('large', bytes))).checksum_sha256).toBe(sha256(bytes));
  });

  it.each(['naïve.txt', 'отчёт.txt', '文件.txt', '写真 1.png', 'ملف.pdf', '🦊.gif'])(
    'may be called %s',
    async (name) => {
      const file = await storeForm(formOf(name, name));
      expect([file.name, file.path]).toEqual([name, name]);
      expect(await contentOf(bucket, name)).toBe(name);
    },
  );

  it('may name its file in the extended notation', async () => {
    const answer = await rawForm([
      ...part(`name="file"; filename="plain"; filename*=UTF-8''na%C3%AFve%202.txt`),
      'x',
      '--limit--',
      '',
    ]);
    expect([answer.status, answer.body.path]).toEqual([201, 'naïve 2.txt']);
  });

  it('is found after a preamble and before an epilogue', async () => {
    const lines = ['preamble', ...part('name="file"; filename="between"'), 'x', '--limit--', 'epilogue'];
    expect((await rawForm(lines)).status).toBe(201);
    expect(await contentOf(bucket, 'between')).toBe('x');
  });
});

describe('a form that is wrong', () => {
  const expectNothing = async (name: string) =>
    expect((await listFiles(owner, bucket, { search: name })).total).toBe(0);

  it.each(['../up.txt', '//abs.txt', 'a/../../b.txt', '..', '.', 'back\\slash.txt'])(
    'by the name %s is 422 and stores nothing',
    async (name) => {
      const before = (await listFiles(owner, bucket)).total;
      expectInvalid(await upload(owner, bucket, {}, formOf(name, 'x')));
      expect((await listFiles(owner, bucket)).total).toBe(before);
    },
  );

  it('by a file over the limit is 413', async () => {
    const small = await createBucket(owner, { max_file_size: 10 });
    expectProblem(await upload(owner, small, {}, formOf('a', '12345678901')), 413);
    expect((await upload(owner, small, {}, formOf('a', '1234567890'))).status).toBe(201);
  });

  it('by a type that the bucket does not take is 415', async () => {
    const texts = await createBucket(owner, { allowed_mime_types: ['text/plain'] });
    expectProblem(await upload(owner, texts, {}, formOf('a', 'x', 'image/png')), 415);
    expect((await upload(owner, texts, {}, formOf('a', 'x', 'text/plain'))).status).toBe(201);
  });

  it('by another field is 422 naming it', async () => {
    const form = new FormData();
    form.append('colour', 'red');
    form.append('file', new File(['x'], 'coloured'));
    expectInvalid(await upload(owner, bucket, {}, form), 'body', 'colour');
    await expectNothing('coloured');
  });

  it('by two files is a client error, and neither is stored', async () => {
    const form = formOf('twin-1', '1');
    form.append('file', new File(['2'], 'twin-2'));
    expectClientError(await upload(owner, bucket, {}, form));
    await expectNothing('twin-');
  });

  it('by no file is a client error', async () => {
    expectClientError(await rawForm(['--limit--', '']));
    expectClientError(await upload(owner, bucket, { filename: 'missing' }, '--limit--\r\n', formType));
    await expectNothing('missing');
  });

  const formType = { 'Content-Type': 'multipart/form-data; boundary=limit' };
  it.each<[string, string[]]>([
    ['before the file', ['--limit']],
    ['in the head of a part', ['--limit', 'Content-Disposition: form-da']],
    ['in the file', [...part('name="file"; filename="torn"'), 'abc']],
    ['in the last boundary', [...part('name="file"; filename="torn"'), 'abc', '--lim']],
    ['before the end of the form', [...part('name="file"; filename="torn"'), 'abc', '--limit']],
    ['with a head that has no end', [`--limit\r\nX-Long: ${'x'.repeat(200_000)}`]],
  ])('because it ends %s is 400 and stores nothing', async (_name, lines) => {
    expectProblem(await rawForm(lines), 400, 413, 422);
    await expectNothing('torn');
  });

  it('by a boundary that is missing or not its own is 400', async () => {
    const body = [...part('name="file"; filename="lost"'), 'abc', '--limit--', ''].join('\r\n');
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=other']) {
      expectProblem(await upload(owner, bucket, {}, body, { 'Content-Type': type }), 400, 422);
    }
    await expectNothing('lost');
  });
});
