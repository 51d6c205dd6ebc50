import { createDatabase } from '@selfdb/server/db/database';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { DeadJob } from '@selfdb/shared/functions/dead-job-routes';
import type { SelfDBFunction } from '@selfdb/shared/functions/schema';
import type { FeedChange, FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import { beforeEach, expect, inject, test } from 'vitest';
import { call, createAdmin, createFunction, createPerson } from '../testing/client.ts';
import { findTriggerState } from './repository.ts';
import { replayChanges, takeChanges } from './take-changes.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const cursor = (index: number) => `k3f9q2:00000000019A3B28:${index.toString(16).padStart(8, '0')}`;

beforeEach(async () => {
  await rows('delete from selfdb.functions');
  await rows('delete from selfdb.webhooks');
  await rows(`insert into selfdb.change_feed (epoch) values ('k3f9q2') on conflict do nothing`);
  await rows('delete from selfdb.trigger_cursor');
});

async function createTable(ownerId: string, columns = 'id int primary key') {
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  await rows(`create table public.${name} (${columns})`);
  const id = await value(
    `insert into selfdb.tables (relid, owner_id) values ('public.${name}'::regclass, $1) returning id`,
    [ownerId],
  );
  return { name, id, relid: Number(await value('select $1::regclass::oid', [name])) };
}

const onTable = (table: string, more = {}) => ({
  code: `export const triggers = ${JSON.stringify([{ type: 'database', table, ...more }])}; export default () => 1;`,
});

const isPublished = ({ name }: { name: string }) =>
  value('select exists (select from pg_publication_tables where tablename = $1)', [name]);

const jobsOf = ({ id }: { id: string }) =>
  rows(
    `select order_key, convert_from(decode(request ->> 'body_base64', 'base64'), 'UTF8')::json ->> 'cursor' as cursor
     from selfdb.function_jobs where function_id = $1 order by id`,
    [id],
  );

function insertOf({ relid, name }: { relid: number; name: string }, index: number, depth = 0): FeedChange {
  const payload = JSON.stringify({ table: name, new: { id: index }, old: null });
  return { cursor: cursor(index), relid, operation: 'INSERT', payload, depth };
}

/** Takes what a feed has, from the present state. */
async function take(changes: FeedChange[], losses: FeedLoss[] = [], meanwhile = async () => {}) {
  const state = await findTriggerState(db);
  if (!state) throw new Error('no table has a trigger');
  const poll = async () => {
    await meanwhile();
    return { through: cursor(99), changes, losses };
  };
  await takeChanges(state, { db, poll, queued: () => {} });
}

test('a trigger publishes its table while it is there, and not to clients', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  expect(await isPublished(table)).toBe(false);
  const fn = await createFunction(token, onTable(table.name));
  expect(fn.deployment_error).toBeNull();
  expect(await isPublished(table)).toBe(true);
  expect(await value('select realtime_enabled from selfdb.tables where id = $1', [table.id])).toBe(false);
  expect(await value('select count(*)::int from selfdb.trigger_cursor')).toBe(1);
  await call('DELETE', `/functions/${fn.id}`, { token });
  expect(await isPublished(table)).toBe(false);
  expect(await value('select count(*)::int from selfdb.trigger_cursor')).toBe(0);
});

test('a trigger waits for a table of its name, also by renaming', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable('not_yet_there'));
  expect(fn.deployment_error).toContain('There is no table "not_yet_there"');
  await rows(`alter table public.${table.name} rename to not_yet_there`);
  await rows('select selfdb.follow_catalog()');
  expect(await isPublished({ name: 'not_yet_there' })).toBe(true);
  const { body } = await call<SelfDBFunction>('GET', `/functions/${fn.id}`, { token });
  expect(body.deployment_error).toBeNull();
  await rows(`alter table public.not_yet_there rename to ${table.name}`);
  await rows('select selfdb.follow_catalog()');
  expect(await isPublished(table)).toBe(false);
});

test('the owner learns why a table can not have triggers, and the function is deployed', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  await rows(`alter table public.${table.name} set unlogged`);
  const fn = await createFunction(token, onTable(table.name));
  expect(fn.deployment_status).toBe('deployed');
  expect(fn.deployment_error).toContain('Make it LOGGED first');
});

test('a change is queued once, in order, and for the operations that a trigger names', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable(table.name));
  const other = await createFunction(token, onTable(table.name, { operations: ['DELETE'] }));
  const changes = [insertOf(table, 1), insertOf(table, 2)];
  const before = await findTriggerState(db);
  await take(changes);
  expect(await jobsOf(fn)).toEqual([
    { order_key: `${table.relid}:[1]`, cursor: cursor(1) },
    { order_key: `${table.relid}:[2]`, cursor: cursor(2) },
  ]);
  expect(await jobsOf(other)).toEqual([]);
  expect(await findTriggerState(db)).toMatchObject({ cursor: cursor(99) });
  if (!before) throw new Error('no state');
  const poll = async () => ({ through: cursor(99), changes, losses: [] });
  await takeChanges(before, { db, poll, queued: () => {} });
  expect(await jobsOf(fn)).toHaveLength(2);
});

test('a table that gets a trigger while the feed is asked loses no change', async () => {
  const { token, userId } = await createAdmin();
  const [table, other] = [await createTable(userId), await createTable(userId)];
  const fn = await createFunction(token, onTable(table.name));
  const start = (await findTriggerState(db))?.cursor;
  await take([insertOf(table, 1)], [], async () => {
    await createFunction(token, onTable(other.name));
  });
  expect(await jobsOf(fn)).toEqual([]);
  expect((await findTriggerState(db))?.cursor).toBe(start);
  await take([insertOf(table, 1)]);
  expect(await jobsOf(fn)).toHaveLength(1);
});

test('changes start no function that is not active, or whose owner may not read the table', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable(table.name));
  await call('PATCH', `/functions/${fn.id}/state`, { token, json: { is_active: false } });
  const stranger = await createPerson();
  const foreign = await createFunction(token, onTable(table.name));
  await rows('update selfdb.functions set owner_id = $1 where id = $2', [stranger.userId, foreign.id]);
  await take([insertOf(table, 1)]);
  expect([await jobsOf(fn), await jobsOf(foreign)]).toEqual([[], []]);
  const found = await call<SelfDBFunction>('GET', `/functions/${foreign.id}`, { token });
  expect(found.body.deployment_error).toContain('that the owner of the function may read');
});

test('changes that are missing are a failed execution of each function that needed them', async () => {
  const { token, userId } = await createAdmin();
  const [table, other] = [await createTable(userId), await createTable(userId)];
  const fn = await createFunction(token, onTable(table.name));
  const spared = await createFunction(token, onTable(other.name));
  await take([], [{ cursor: cursor(3), relid: table.relid, reason: 'Told.' }]);
  const executions = async ({ id }: SelfDBFunction) =>
    (await call<object[]>('GET', `/functions/${id}/executions`, { token })).body;
  expect(await executions(fn)).toMatchObject([
    { status: 'failed', trigger_type: 'database', error_message: expect.stringContaining('Told.') },
  ]);
  expect(await executions(spared)).toEqual([]);
});

test('a change to which eight functions led is a dead job, and one to which seven led runs', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable(table.name));
  await take([insertOf(table, 1, 7), insertOf(table, 2, 8)]);
  expect(await jobsOf(fn)).toMatchObject([{ cursor: cursor(1) }]);
  const dead = await rows('select error, attempts from selfdb.function_dead_jobs where function_id = $1', [
    fn.id,
  ]);
  expect(dead).toEqual([{ error: expect.stringContaining('8 times'), attempts: 0 }]);
});

test('a dead job is listed with its request, and run again once', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable(table.name));
  await take([insertOf(table, 2, 8)]);
  const path = `/functions/${fn.id}/dead-jobs`;
  const { body } = await call<DeadJob[]>('GET', path, { token });
  expect(body).toMatchObject([{ function_id: fn.id, trigger_type: 'database', attempts: 0 }]);
  expect(JSON.parse(body[0]?.request_body ?? '')).toMatchObject({ operation: 'INSERT', data: { id: 2 } });
  const stranger = await createPerson();
  const retry = (as: string) => call('POST', `${path}/${body[0]?.id}/retry`, { token: as });
  expect((await retry(stranger.token)).status).toBe(403);
  const answers = await Promise.all([retry(token), retry(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  expect(await jobsOf(fn)).toEqual([{ order_key: `${table.relid}:[2]`, cursor: cursor(2) }]);
  expect((await call<DeadJob[]>('GET', path, { token })).body).toEqual([]);
});

test('a replay queues the changes after its cursor up to where the triggers are, for its function only', async () => {
  const { token, userId } = await createAdmin();
  const table = await createTable(userId);
  const fn = await createFunction(token, onTable(table.name));
  const other = await createFunction(token, onTable(table.name));
  await rows('update selfdb.trigger_cursor set cursor = $1', [cursor(5)]);
  const path = `/functions/${fn.id}/replay`;
  const begun = await call('POST', path, { token, json: { since: cursor(1) } });
  expect([begun.status, begun.body]).toEqual([202, { since: cursor(1), through: cursor(5) }]);
  const [replay] = (await findTriggerState(db))?.replays ?? [];
  if (!replay) throw new Error('there is no replay');
  const changes = [insertOf(table, 4), insertOf(table, 6)];
  const poll = async () => ({ through: cursor(6), changes, losses: [] });
  await replayChanges(replay, { db, poll, queued: () => {} });
  await replayChanges(replay, { db, poll, queued: () => {} });
  expect(await jobsOf(fn)).toMatchObject([{ cursor: cursor(4) }]);
  expect(await jobsOf(other)).toEqual([]);
  expect(await findTriggerState(db)).toMatchObject({ cursor: cursor(5), replays: [] });
  const without = await createFunction(token);
  const refused = await call('POST', `/functions/${without.id}/replay`, {
    token,
    json: { since: cursor(1) },
  });
  expect(refused.status).toBe(409);
  const wrong = await call('POST', path, { token, json: { since: 'yesterday' } });
  expect(wrong.status).toBe(422);
});
