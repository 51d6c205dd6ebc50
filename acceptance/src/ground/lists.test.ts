import { beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectStatus } from '../expectations.ts';
import { createBucket } from '../world/storage.ts';
import { createTable } from '../world/tables.ts';
import { admin } from '../world/users.ts';

const LISTS = ['/users/', '/tables/', '/storage/buckets/'];

const BAD: [string, string][] = [
  ['skip', '-1'],
  ['skip', 'x'],
  ['skip', '1.5'],
  ['offset', '-1'],
  ['offset', 'x'],
  ['skip', '1e400'],
  ['limit', '0'],
  ['limit', '1001'],
  ['limit', '-5'],
  ['limit', 'many'],
  ['sort_by', 'password_hash'],
  ['sort_by', '"; drop table x'],
  ['sort_by', '__proto__'],
  ['sort_by', 'constructor'],
  ['sort_order', 'sideways'],
  ['search', 'x'.repeat(101)],
  ['nope', '1'],
  ['__proto__', '1'],
];

// No list is empty, also when this file runs first.
beforeAll(() => Promise.all([createTable(admin), createBucket(admin)]));

describe.each(LISTS)('the list %s', (path) => {
  it.each(BAD)('refuses %s=%s with 422 naming the parameter', async (name, value) => {
    expectInvalid(await admin.get(path, { [name]: value }), 'query', name);
  });

  it('takes the extremes that are allowed', async () => {
    for (const query of [
      { limit: 1 },
      { limit: 1000 },
      { skip: 0 },
      { skip: 1_000_000 },
      { search: 'x'.repeat(100) },
    ]) {
      const answer = await admin.get<unknown[]>(path, query);
      expectStatus(answer, 200);
      expect(Array.isArray(answer.body)).toBe(true);
    }
  });

  it('takes offset for skip, and both when they agree', async () => {
    for (const query of [{ offset: 1_000_000 }, { skip: 1_000_000, offset: 1_000_000 }]) {
      expect((await admin.get(path, query)).body).toEqual([]);
    }
    expect((await admin.get(path, { offset: 0 })).body).not.toEqual([]);
    expectInvalid(await admin.get(path, { skip: 0, offset: 1 }), 'query', 'offset');
  });

  it('is never longer than 100 unless asked', async () => {
    const { body } = await admin.get<unknown[]>(path);
    expect(body.length).toBeLessThanOrEqual(100);
  });

  it('has a count that takes search and refuses what it does not know', async () => {
    const answer = await admin.get<{ count: number }>(`${path}count`, { search: 'no such thing anywhere' });
    expectStatus(answer, 200);
    expect(answer.body).toEqual({ count: 0 });
    expectInvalid(await admin.get(`${path}count`, { nope: 1 }), 'query', 'nope');
    expectInvalid(await admin.get(`${path}count`, { search: 'x'.repeat(101) }), 'query', 'search');
  });

  it('refuses a parameter given twice with different values, or takes one of them', async () => {
    const answer = await admin.call('GET', `${path}?limit=1&limit=2`);
    expectStatus(answer, 200, 400, 422);
  });
});

describe('an unknown query parameter', () => {
  it.each([
    '/users/me',
    '/tables/count',
    '/users/count',
    '/sql/history',
    '/sql/snippets',
    '/system/status',
    '/storage/buckets/count',
    '/storage/files/',
    '/storage/files/stats',
    '/storage/files/total-count',
    '/storage/files/count',
  ])('is 422 on %s', async (path) =>
    expectInvalid(await admin.get(path, { verbose: 1 }), 'query', 'verbose'),
  );

  it('is 422 on routes that write, and nothing is written', async () => {
    const name = `unknown_${Date.now()}`;
    const table = { name, public: false, table_schema: { a: { type: 'text' } } };
    expectInvalid(await admin.post('/tables/', table, { really: true }), 'query', 'really');
    expect((await admin.get<{ count: number }>('/tables/count', { search: name })).body).toEqual({
      count: 0,
    });
  });
});
