import { randomUUID } from 'node:crypto';
import { rows, untilAsleep, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createPerson, type SqlBody } from './testing/client.ts';

it.each([
  ['demoted', "update selfdb.users set role = 'USER' where id = $1", 403],
  ['deactivated', 'update selfdb.users set is_active = false where id = $1', 401],
])('running statements of an administrator who is %s are not committed', async (_name, change, status) => {
  const admin = await createPerson();
  const table = `t_${randomUUID().replaceAll('-', '')}`;
  const query = `create table ${table} (a int); select pg_sleep(1) as ${table}`;
  const running = call<SqlBody>('POST', '/sql/query', { token: admin.token, json: { query } });
  await untilAsleep(table);
  await rows(change, [admin.userId]);
  expect((await running).status).toBe(status);
  expect(await value('select to_regclass($1)', [table])).toBeNull();
});
