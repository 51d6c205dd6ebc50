import { describe, expect, it } from 'vitest';
import { APIConnectionError, InternalServerError } from '../errors.ts';
import { clientOf, createFetch, json, refusal } from '../testing/fake-server.ts';
import { retryDelay } from './retry.ts';

const lost = () => new TypeError('connection reset');
const down = () => refusal(503, 'unavailable', { 'Retry-After': '0' });
const busy = () => refusal(503, 'busy', { 'Retry-After': '0' });
const page = { data: [], total: 0, page: 1, pageSize: 100, page_size: 100, next_cursor: null };

describe('what is safe is sent again', () => {
  it.each([
    ['after a lost connection', lost],
    ['after 503', down],
  ])('a read %s', async (_, failure) => {
    const { fetch, sent } = createFetch((_request, count) =>
      count < 3 ? failure() : json({ version: '1' }),
    );
    expect(await clientOf(fetch).system.status()).toEqual({ version: '1' });
    expect(sent.length).toBe(3);
  });

  it('a read in a POST, and SQL that only reads', async () => {
    const { fetch, sent } = createFetch((_, count) => (count % 2 ? lost() : json(page)));
    const { tables, sql } = clientOf(fetch);
    await tables.data.query('t').filter('a', 'x'.repeat(5000)).execute();
    await sql.query('select 1', { readOnly: true });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST']);
  });

  it('a write that was refused before it ran', async () => {
    const { fetch, sent } = createFetch((_, count) => (count === 1 ? busy() : json({ id: 1 }, 201)));
    expect(await clientOf(fetch).tables.data.insert('t', { a: 1 })).toEqual({ id: 1 });
    expect(sent.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('four times at most', async () => {
    const { fetch, sent } = createFetch(down);
    await expect(clientOf(fetch).system.status()).rejects.toBeInstanceOf(InternalServerError);
    expect(sent.length).toBe(4);
  });
});

describe('what may have run is not sent again', () => {
  it.each([
    ['a lost connection', lost],
    ['503 of the database', down],
    ['504', () => refusal(504, 'unavailable')],
  ])('after %s', async (_, failure) => {
    const { fetch, sent } = createFetch(failure);
    const { tables, sql } = clientOf(fetch);
    await expect(tables.data.insert('t', {})).rejects.toThrow();
    await expect(tables.data.deleteRow('t', '1')).rejects.toThrow();
    await expect(sql.query('delete from t')).rejects.toThrow();
    expect(sent.length).toBe(3);
  });
});

describe('the wait', () => {
  const attempt = { error: new APIConnectionError('lost'), response: undefined, isSafe: true };

  it('doubles, and is spread', () => {
    const delays = [1, 2, 3].map((attempts) => retryDelay({ ...attempt, attempts }, () => 0.5));
    expect(delays).toEqual([200, 400, 800]);
    expect(retryDelay({ ...attempt, attempts: 1 }, () => 0)).toBe(100);
  });

  it('is what the server asks for, unless that is long', () => {
    const error = new InternalServerError('busy', { status: 503, code: 'busy' });
    const answer = (seconds: string) => new Response('', { headers: { 'Retry-After': seconds } });
    expect(retryDelay({ ...attempt, error, response: answer('3'), attempts: 1 }, () => 0)).toBe(3000);
    expect(retryDelay({ ...attempt, error, response: answer('600'), attempts: 1 }, () => 0)).toBeUndefined();
  });
});
