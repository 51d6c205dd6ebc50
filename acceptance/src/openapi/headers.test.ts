import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { append, begin, inspect, TUS, TUS_PATH } from '../clients/tus.ts';
import { createBucket, store } from '../world/storage.ts';
import { createTable } from '../world/tables.ts';
import { client, createPerson, type Person } from '../world/users.ts';
import { createDeclaredCheck } from './declared.ts';
import { type OpenApiDocument, operationsOf, type Parameter, readDocument } from './document.ts';

const DOWNLOAD = '/storage/files/download/{bucket}/{path}';

let document: OpenApiDocument;
let expectDeclared: (key: string, answer: Answer<unknown>) => void;
let person: Person;

beforeAll(async () => {
  document = await readDocument();
  expectDeclared = createDeclaredCheck(document);
  person = await createPerson();
});

/** An answer with this status, which the document declares, and these headers, too. */
function expectHeaders(key: string, answer: Answer<unknown>, status: number, ...names: string[]): void {
  expect(answer.status, answer.text).toBe(status);
  expectDeclared(key, answer);
  const declared = declaredHeaders(key, status);
  for (const name of ['X-Request-Id', ...names]) {
    expect([key, name, answer.headers.has(name)]).toEqual([key, name, true]);
    expect(declared, `${key} ${status}`).toContain(name);
  }
}

const operationAt = (key: string) =>
  operationsOf(document).find(({ method, path }) => `${method} ${path}` === key);

function declaredHeaders(key: string, status: number): string[] {
  const response = operationAt(key)?.responses[status] as { headers?: object } | undefined;
  return Object.keys(response?.headers ?? {});
}

const readHeaders = (key: string) =>
  ((operationAt(key)?.parameters ?? []) as Parameter[])
    .filter((parameter) => parameter.in === 'header')
    .map(({ name, required }) => `${name}${required ? '' : '?'}`)
    .sort();

describe('the document declares', () => {
  it('what an answer to a download carries', async () => {
    const bucket = await createBucket(person, { public: true });
    const file = await store(person, bucket, 'a.txt', 'abcdef');
    const download = (headers: Record<string, string> = {}, method = 'GET') =>
      client.call(method, `/storage/files/download/${bucket.name}/${file.path}`, { headers });
    const whole = await download();
    const ofFile = ['ETag', 'Last-Modified', 'Accept-Ranges'];
    expectHeaders(`GET ${DOWNLOAD}`, whole, 200, ...ofFile, 'Content-Disposition', 'Content-Length');
    expectHeaders(`HEAD ${DOWNLOAD}`, await download({}, 'HEAD'), 200, ...ofFile, 'Content-Length');
    expectHeaders(`GET ${DOWNLOAD}`, await download({ Range: 'bytes=1-2' }), 206, ...ofFile, 'Content-Range');
    expectHeaders(`GET ${DOWNLOAD}`, await download({ Range: 'bytes=9-' }), 416, 'Content-Range');
    const etag = whole.headers.get('etag') ?? '';
    expectHeaders(`GET ${DOWNLOAD}`, await download({ 'If-None-Match': etag }), 304, ...ofFile);
    expectHeaders(`GET ${DOWNLOAD}`, await download({ 'If-Match': '"x"' }), 412);
  });

  it('what resumable uploads read and answer', async () => {
    const one = `${TUS_PATH}/{id}`;
    const bucket = await createBucket(person);
    const options = await client.call('OPTIONS', TUS_PATH);
    const abilities = ['Tus-Version', 'Tus-Extension', 'Tus-Max-Size', 'Tus-Checksum-Algorithm'];
    expectHeaders(`OPTIONS ${TUS_PATH}`, options, 204, 'Tus-Resumable', ...abilities);
    const location = await begin(person, bucket.id, 'a.txt', 4);
    const progress = ['Tus-Resumable', 'Upload-Offset', 'Upload-Expires'];
    const seen = await inspect(person, location);
    expectHeaders(`HEAD ${one}`, seen, 200, ...progress, 'Upload-Length', 'Upload-Metadata');
    const unversioned = await person.call('HEAD', location);
    expectHeaders(`HEAD ${one}`, unversioned, 412, 'Tus-Resumable', 'Tus-Version');
    const done = await append(person, location, 0, 'abcd');
    expectHeaders(`PATCH ${one}`, done, 204, ...progress, 'X-SelfDB-File-Id');
    const created = await person.call('POST', TUS_PATH, {
      headers: { ...TUS, 'Upload-Length': '1' },
      query: { bucket_id: bucket.id, path: 'b.txt' },
    });
    expectHeaders(`POST ${TUS_PATH}`, created, 201, ...progress, 'Location');
    expect(readHeaders(`POST ${TUS_PATH}`)).toEqual([
      'Tus-Resumable',
      'Upload-Checksum?',
      'Upload-Length',
      'Upload-Metadata?',
    ]);
    expect(readHeaders(`PATCH ${one}`)).toEqual(['Tus-Resumable', 'Upload-Checksum?', 'Upload-Offset']);
  });

  it('where in the change feed a write is', async () => {
    const table = await createTable(person);
    const row = await person.post(`/tables/${table.id}/data`, { title: 'a' });
    expectHeaders('POST /tables/{id}/data', row, 201, 'X-SelfDB-Cursor');
  });

  it('what comes with a refusal', async () => {
    const withoutKey = await client.call('GET', '/tables', { apiKey: null });
    expectHeaders('GET /tables', withoutKey, 401, 'WWW-Authenticate');
    const otherMethod = await person.call('PUT', '/tables');
    expectHeaders('POST /tables', otherMethod, 405, 'Allow');
    expectHeaders('GET /realtime/socket', await person.get('/realtime/socket'), 426);
    const packed = await person.call('POST', '/tables', {
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: 'x',
    });
    expectHeaders('POST /tables', packed, 415, 'Accept-Encoding');
  });
});
