import { rows, value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { newName as newTable } from '../testing/tables.ts';
import { createPerson } from './testing/client.ts';

describe('authority', () => {
  it('is 401 without a token and 403 for a user, for any body', async () => {
    const { token } = await createPerson('USER');
    for (const query of ['select 1', 'commit', 'sel']) {
      expect((await call('POST', '/sql/query', { json: { query } })).status).toBe(401);
      expect((await call('POST', '/sql/query', { token, json: { query } })).status).toBe(403);
    }
    expect((await call('POST', '/sql/query', { json: {} })).status).toBe(401);
  });

  it.each([
    ['revoked session', 'update selfdb.sessions set revoked_at = now() where id = $1', 'sessionId', 401],
    ['deactivated account', 'update selfdb.users set is_active = false where id = $1', 'userId', 401],
    ['lost role', "update selfdb.users set role = 'USER' where id = $1", 'userId', 403],
  ] as const)('ends at once with a %s', async (_name, statement, key, expected) => {
    const person = await createPerson();
    const table = newTable();
    await rows(statement, [person[key]]);
    for (const query of [`create table ${table} ()`, `create table ${table} (); select 1`]) {
      expect((await call('POST', '/sql/query', { token: person.token, json: { query } })).status).toBe(
        expected,
      );
    }
    expect(await value('select to_regclass($1)', [table])).toBe(null);
  });
});
