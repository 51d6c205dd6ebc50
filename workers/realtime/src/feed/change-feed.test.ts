import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { expect, it } from 'vitest';
import { until } from '../testing/feed.ts';
import { feedStubOf } from '../testing/stubs.ts';
import { createTable } from '../testing/tables.ts';
import { FeedClient } from './wire/client.ts';

const object = () => feedStubOf('feed');
const feed = new FeedClient(env, SECRETS.INTERNAL_SECRET);
const position = async () => (await feed.status()).cursor;
const cut = `select pg_terminate_backend(active_pid) from pg_replication_slots where active_pid is not null`;

it('the feed starts with the first request, and keeps an alarm', async () => {
  const table = await createTable('n int');
  await until(
    async () => (await feed.status()).state === 'streaming',
    () => 'it does not stream',
  );
  const since = await position();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await until(
    async () => (await position()) > since,
    () => 'nothing came',
  );
  const through = await position();
  expect(await feed.replay({ relid: table.relid, userId: undefined, since, through })).toMatchObject({
    items: [{ type: 'row', kind: 'INSERT', cursor: through }],
    next: undefined,
  });
  const alarm = () => runInDurableObject(object(), (_, { storage }) => storage.getAlarm());
  expect(await alarm()).toBeTypeOf('number');
  expect(await runDurableObjectAlarm(object())).toBe(true);
  expect(await alarm()).toBeGreaterThan(Date.now());
  expect(await feed.ping('unknown')).toBe(false);
});

it('the feed reconnects by itself', async () => {
  const table = await createTable('n int');
  const since = await position();
  await rows(cut);
  await rows(`insert into ${table.sql} (n) values (1)`);
  await until(
    async () => (await position()) > since,
    () => 'nothing came',
  );
  expect(await feed.status()).toMatchObject({
    state: 'streaming',
    error: null,
    lag_bytes: expect.any(Number),
  });
});
