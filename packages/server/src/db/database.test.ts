import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createDatabase, queryAfter } from './database.ts';

const url = 'postgres://user:password@db.invalid:5432/name';

/** A database whose gateway gives these answers, and what it was asked. */
function openWith(...answers: (Response | Error)[]) {
  return openAs(undefined, ...answers);
}

function openAs(sqlUrl: string | undefined, ...answers: (Response | Error)[]) {
  const asked: { url: string; headers: Headers; body: unknown }[] = [];
  const gateway = {
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      asked.push({ url: request.url, headers: request.headers, body: await request.json() });
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('asked once too often');
    },
  };
  return { db: createDatabase({ url, sqlUrl, gatewayUrl: 'http://gateway/sql', gateway }), asked };
}

const field = (name: string, dataTypeID: number) => ({ name, dataTypeID });
const one = (values: [string, number, string | null][]) => ({
  command: 'SELECT',
  rowCount: 1,
  rowAsArray: true,
  fields: values.map(([name, type]) => field(name, type)),
  rows: [values.map(([, , text]) => text)],
});

describe('a query', () => {
  it('is one request, with its values beside the text', async () => {
    const { db, asked } = openWith(Response.json(one([['n', 23, '5']])));
    expect(await db.query(sql`select ${5} as n, ${"'; drop"}, ${null}, ${true}, ${['a"', null]}`)).toEqual([
      { n: 5 },
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('http://gateway/sql');
    expect(asked[0]?.headers.get('Neon-Connection-String')).toBe(url);
    expect(asked[0]?.body).toEqual({
      query: 'select $1 as n, $2, $3, $4, $5',
      params: ['5', "'; drop", null, 'true', '{"a\\"",NULL}'],
    });
  });

  it('gives booleans, small numbers and JSON as such and keeps the digits of all others', async () => {
    const { db } = openWith(
      Response.json(
        one([
          ['yes', 16, 't'],
          ['no', 16, 'f'],
          ['n', 23, '-5'],
          ['x', 701, '0.1'],
          ['big', 20, '9007199254740993'],
          ['exact', 1700, '0.10'],
          ['doc', 114, '{"a":[1]}'],
          ['text', 25, 'true'],
          ['nothing', 23, null],
        ]),
      ),
    );
    expect(await db.query(sql`select`)).toEqual([
      {
        yes: true,
        no: false,
        n: -5,
        x: 0.1,
        big: '9007199254740993',
        exact: '0.10',
        doc: { a: [1] },
        text: 'true',
        nothing: null,
      },
    ]);
  });
});

it('a batch is one request and one transaction', async () => {
  const answer = () => Response.json({ results: [one([['a', 23, '1']]), { ...one([]), rows: [] }] });
  const { db, asked } = openWith(answer());
  expect(await db.batch([sql`select 1 as a`, sql`delete from t`])).toEqual([[{ a: 1 }], []]);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.headers.get('Neon-Batch-Isolation-Level')).toBe('ReadCommitted');
  expect(asked[0]?.body).toMatchObject({ queries: [{ query: 'select 1 as a' }, { query: 'delete from t' }] });
});

it('a statement that may need others before it is a batch only with them, and answers its own rows', async () => {
  const [first, second] = [one([['a', 23, '1']]), one([['b', 23, '2']])];
  const { db, asked } = openWith(Response.json({ results: [first, second] }), Response.json(second));
  expect(await queryAfter(db, [sql`select 1 as a`], sql`select 2 as b`)).toEqual([{ b: 2 }]);
  expect(await queryAfter(db, [], sql`select 2 as b`)).toEqual([{ b: 2 }]);
  expect(asked.map(({ body }) => body)).toMatchObject([
    { queries: [{ query: 'select 1 as a' }, { query: 'select 2 as b' }] },
    { query: 'select 2 as b' },
  ]);
});

describe('a failure', () => {
  it('of the statement keeps its state and what Postgres tells besides', async () => {
    const error = {
      message: 'x',
      code: '23505',
      detail: 'Key (a)=(1) already exists.',
      table: 't',
      constraint: 'c',
    };
    const { db } = openWith(Response.json(error, { status: 400 }));
    await expect(db.query(sql`select`)).rejects.toMatchObject({
      code: 'conflict',
      message: 'This would be a duplicate: a row with the same "a" already exists.',
      cause: { code: '23505', table: 't', constraint: 'c' },
    });
  });

  it.each<[string, Response | Error]>([
    [
      'of a full gateway',
      Response.json(
        { message: 'too many requests are waiting' },
        { status: 503, headers: { 'Retry-After': '1' } },
      ),
    ],
    ['of a wrong password', Response.json({ message: 'password' }, { status: 401 })],
    ['of something else at the address', new Response('<html>', { status: 502 })],
    ['of the network', new TypeError('fetch failed: db.invalid')],
  ])('%s is unavailable, and tells no address', async (_what, answer) => {
    const { db } = openWith(answer);
    const error = await db.query(sql`select`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(String(error)).not.toMatch(/invalid|password|html/);
  });

  it('of a caller who has used up the share is busy', async () => {
    const full = Response.json(
      { message: 'x', code: '53300' },
      { status: 429, headers: { 'Retry-After': '1' } },
    );
    const { db } = openWith(full);
    await expect(db.query(sql`select`)).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 1 });
  });

  it('of a batch is one, too', async () => {
    const where = 'PL/pgSQL function selfdb.refuse(text,text) line 3 at RAISE';
    const error = { message: 'x', code: 'SD403', routine: 'exec_stmt_raise', where, table: null };
    const { db } = openWith(Response.json(error, { status: 400 }));
    await expect(db.batch([sql`select`])).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a caller', () => {
  const sqlUrl = 'postgres://selfdb_sql:password@db.invalid:5432/name';
  const answer = () => Response.json(one([['n', 23, '5']]));

  it("is named in all of the caller's requests, and in none of the system's", async () => {
    const batch = Response.json({ results: [] });
    const { db, asked } = openWith(answer(), answer(), batch, answer(), answer());
    const own = db.of('user:a');
    await own.query(sql`select 5 as n`);
    await own.write(sql`select 5 as n`);
    await own.batch([]);
    await own.of(undefined).query(sql`select 5 as n`);
    await db.query(sql`select 5 as n`);
    const named = asked.map(({ headers }) => headers.get('SelfDB-Caller'));
    expect(named).toEqual(['user:a', 'user:a', 'user:a', null, null]);
    expect(db.of('user:a')).toBe(own);
  });

  it("is also named on users' tables, which another role reads if there is one", async () => {
    const { db, asked } = openAs(sqlUrl, answer(), answer(), answer(), answer());
    for (const view of [db.of('user:a').tables, db.tables.of('user:a'), db.tables, db.of('user:a')]) {
      await view.query(sql`select 5 as n`);
    }
    const of = ({ headers }: { headers: Headers }) => [
      headers.get('Neon-Connection-String'),
      headers.get('SelfDB-Caller'),
    ];
    expect(asked.map(of)).toEqual([
      [sqlUrl, 'user:a'],
      [sqlUrl, 'user:a'],
      [sqlUrl, null],
      [url, 'user:a'],
    ]);
    const alone = openWith().db;
    expect(alone.tables).toBe(alone);
  });
});
