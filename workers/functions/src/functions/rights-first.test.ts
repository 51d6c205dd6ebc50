import { value } from '@selfdb/server/testing/postgres';
import { expect, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson, newName } from '../testing/client.ts';

const BROKEN = 'export default (';

test('a stranger learns that the function is not theirs, or does not exist, whatever is wrong with the code', async () => {
  const { token } = await createAdmin();
  const { id } = await createFunction(token);
  const stranger = await createPerson();
  const patch = (path: string, by?: string) => call('PATCH', path, { token: by, json: { code: BROKEN } });
  expect((await patch(`/functions/${id}`, stranger.token)).status).toBe(403);
  expect((await patch(`/functions/${crypto.randomUUID()}`, stranger.token)).status).toBe(404);
  expect((await patch(`/functions/${id}`)).status).toBe(401);
  expect((await patch(`/functions/${id}`, token)).status).toBe(422);
  await value('update selfdb.sessions set revoked_at = now() where user_id = $1', [stranger.userId]);
  expect((await patch(`/functions/${id}`, stranger.token)).status).toBe(401);
});

test('a caller who may make no function learns that, whatever is wrong with the code', async () => {
  const create = (by: string) =>
    call('POST', '/functions', { token: by, json: { name: newName(), code: BROKEN } });
  expect((await create((await createPerson()).token)).status).toBe(403);
  expect((await create((await createAdmin()).token)).status).toBe(422);
});
