import { beforeEach, describe, expect, it } from 'vitest';
import { createClient } from './client.js';

const TABLE = '019888f0-0000-7000-8000-000000000001';

let requests: Request[];
let answers: Response[];

const client = createClient({
  fetch: async (request: Request) => {
    requests.push(request);
    return answers.shift() ?? Response.json([]);
  },
});

beforeEach(() => {
  requests = [];
  answers = [];
});

const sent = () => requests.map(({ method, url }) => `${method} ${url}`);

describe('env.SELFDB', () => {
  it('acts as the owner, and as the caller after asCaller()', async () => {
    await client.fetch('/users/me');
    await client.asCaller().fetch('/users/me');
    expect(requests.map(({ headers }) => headers.get('X-SelfDB-As'))).toEqual(['owner', 'caller']);
  });

  it('looks up the id of a table by its exact name, once', async () => {
    answers = [
      Response.json([
        { id: 'no', name: 'books_old' },
        { id: TABLE, name: 'books' },
      ]),
      Response.json({ id: 7 }, { status: 201 }),
    ];
    expect(await client.tables.insert('books', { title: 'Dune' })).toEqual({ id: 7 });
    await client.tables.delete('books', 'a/b');
    expect(sent()).toEqual([
      'GET http://selfdb/tables?search=books',
      `POST http://selfdb/tables/${TABLE}/data`,
      `DELETE http://selfdb/tables/${TABLE}/data/a%2Fb`,
    ]);
  });

  it('throws an error of the API with its sentence, status and code', async () => {
    answers = [Response.json({ detail: 'Only for administrators.', code: 'forbidden' }, { status: 403 })];
    await expect(client.sql('select 1', [])).rejects.toMatchObject({
      message: 'Only for administrators.',
      status: 403,
      code: 'forbidden',
    });
  });

  it('sends a message to a room', async () => {
    answers = [Response.json({ recipients: 2 })];
    expect(await client.realtime.broadcast('room:a', 'news', { n: 1 })).toEqual({ recipients: 2 });
    expect(sent()).toEqual(['POST http://selfdb/realtime/broadcast']);
    expect(await requests[0]?.json()).toEqual({ topic: 'room:a', event: 'news', payload: { n: 1 } });
  });

  it('gives what a function answers, whatever its status', async () => {
    answers = [new Response('no', { status: 500 })];
    const response = await client.functions.invoke('a b', { method: 'POST', body: 'x' });
    expect([response.status, ...sent()]).toEqual([500, 'POST http://selfdb/functions/a%20b/invoke']);
  });
});
