import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { type Bucket, createBucket, download, downloadPath, store } from '../world/storage.ts';
import { anyone, createPerson, type Person } from '../world/users.ts';

const DIGITS = '0123456789';
const LONG = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 8)) % 256);

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
  await store(owner, bucket, 'digits', DIGITS);
  await store(owner, bucket, 'long', LONG);
  await store(owner, bucket, 'empty', '');
});

const rangeOf = (path: string, range: string, method = 'GET') =>
  download(bucket, path, { headers: { Range: range } }, method);

describe('a range', () => {
  it.each([
    ['bytes=0-3', '0123', 0],
    ['bytes=0-0', '0', 0],
    ['bytes=3-', '3456789', 3],
    ['bytes=9-', '9', 9],
    ['bytes=-3', '789', 7],
    ['bytes=-10', DIGITS, 0],
    ['bytes=-100', DIGITS, 0],
    ['bytes=0-9', DIGITS, 0],
    ['bytes=8-100', '89', 8],
    ['bytes=0-999999999999', DIGITS, 0],
  ])('%s is 206 with exactly those bytes', async (range, text, start) => {
    const answer = await rangeOf('digits', range);
    expectStatus(answer, 206);
    expect(answer.text).toBe(text);
    expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${start + text.length - 1}/10`);
    expect(answer.headers.get('content-length')).toBe(String(text.length));
    const head = await rangeOf('digits', range, 'HEAD');
    expect([head.status, head.headers.get('content-range')]).toEqual([
      206,
      answer.headers.get('content-range'),
    ]);
  });

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=999-', 'bytes=-0'])(
    '%s is 416 and says the size',
    async (range) => {
      const answer = await rangeOf('digits', range);
      expectProblem(answer, 416);
      expect(answer.headers.get('content-range')).toBe('bytes */10');
    },
  );

  it.each(['bytes=0-', 'bytes=0-0', 'bytes=-1', 'bytes=5-'])(
    '%s of an empty file is 416 or the file',
    async (range) => {
      const answer = await rangeOf('empty', range);
      expectStatus(answer, 200, 416);
      if (answer.status === 200) expect(answer.text).toBe('');
    },
  );

  it('puts a long file together from its parts', async () => {
    const parts: Uint8Array[] = [];
    for (let from = 0; from < LONG.length; from += 70_001) {
      const answer = await rangeOf('long', `bytes=${from}-${from + 70_000}`);
      expectStatus(answer, 206);
      parts.push(answer.bytes);
    }
    expect(Buffer.concat(parts).equals(LONG)).toBe(true);
  });

  it('gives no byte to those who may not read', async () => {
    const hidden = await createBucket(owner);
    await store(owner, hidden, 'digits', DIGITS);
    const options = { headers: { Range: 'bytes=0-3' } };
    expectProblem(await download(hidden, 'digits', options), 401);
    expectProblem(await anyone.call('GET', downloadPath(hidden, 'digits'), options), 404);
    const answer = await owner.call('GET', downloadPath(hidden, 'digits'), options);
    expect([answer.status, answer.text]).toEqual([206, '0123']);
  });
});

describe('a range that is none', () => {
  it.each([
    'bytes=5-2',
    'bytes=abc',
    'bytes=',
    'bytes=-',
    'bytes=--1',
    'bytes=1-2-3',
    'bytes=0x1-2',
    'bytes=+1-2',
    'bytes=1.5-2',
    'bytes=-5-9',
    'bytes',
    '0-3',
    'items=0-1',
    'bytes 0-3',
    'bytes=0-3;',
    'bytes=99999999999999999999999-',
    'bytes=0-99999999999999999999999',
    'bytes=-99999999999999999999999',
    `bytes=${'9'.repeat(4000)}-`,
    '\u00ff=0-1',
  ])('%s is the whole file, 416 or what it may mean', async (range) => {
    const answer = await rangeOf('digits', range);
    expectStatus(answer, 200, 206, 416);
    if (answer.status === 416) expectProblem(answer, 416);
    else if (answer.status === 200) expect(answer.text).toBe(DIGITS);
    else expect(DIGITS).toContain(answer.text);
  });
});

describe('several ranges', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `${index % 10}-${index % 10}`);
  it.each([
    ['two', 'bytes=0-1,8-9'],
    ['a good and a bad one', 'bytes=0-1,50-60'],
    ['that overlap', 'bytes=0-9,0-9,0-9,0-9'],
    ['empty ones', 'bytes=,,,'],
    ['a thousand', `bytes=${many.join(',')}`],
    ['a thousand of the whole file', `bytes=${Array(1000).fill('0-').join(',')}`],
  ])('%s are the whole file, its parts or 416', async (_name, range) => {
    const answer = await rangeOf('digits', range);
    expectStatus(answer, 200, 206, 416);
    if (answer.status === 200) expect(answer.text).toBe(DIGITS);
    if (answer.status === 206) {
      expect(answer.headers.get('content-type')).toMatch(/^multipart\/byteranges|text|octet/);
    }
    expect(answer.bytes.length).toBeLessThan(2000);
  });
});
