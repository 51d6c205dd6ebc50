import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createCall } from '@selfdb/server/testing/client';
import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as realtimeRoutes from '@selfdb/shared/realtime/routes';
import { beforeAll, expect, it } from 'vitest';
import { createRealtimeApp } from '../app.ts';
import { openLiveSocket } from '../hub/testing/live-client.ts';
import { createPerson } from '../testing/tables.ts';

const app = createRealtimeApp();
const call = createCall({
  fetch: (request) => app.fetch(request, env, createExecutionContext()),
  routes: [realtimeRoutes],
  headers: async () => ({ 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) }),
});
const PATH = '/realtime/broadcast';

let person: Person;
beforeAll(async () => {
  person = await createPerson();
});

const newTopic = () => `room:${crypto.randomUUID()}`;
const broadcast = (json: object, token: string | undefined = person.token) =>
  call<{ recipients: number; detail?: unknown }>('POST', PATH, { token, json });

async function enter(topic: string) {
  const client = await openLiveSocket({ query: { token: person.token } });
  client.send('1', '1', topic, 'phx_join', {});
  expect(await client.next('phx_reply')).toMatchObject({ 4: { status: 'ok' } });
  return client;
}

it('reaches every member of the room, and nobody else', async () => {
  const topic = newTopic();
  const [one, two, elsewhere] = [await enter(topic), await enter(topic), await enter(newTopic())];
  const { status, body } = await broadcast({ topic, event: 'news', payload: { text: 'ü🐘' } });
  expect([status, body]).toEqual([200, { topic, event: 'news', recipients: 2 }]);
  const message = { type: 'broadcast', event: 'news', payload: { text: 'ü🐘' } };
  for (const client of [one, two])
    expect(await client.next('broadcast')).toEqual(['1', null, topic, 'broadcast', message]);
  expect((await broadcast({ topic: newTopic(), event: 'news' })).body).toMatchObject({ recipients: 0 });
  expect(elsewhere.received.filter((frame) => frame[3] === 'broadcast')).toEqual([]);
  for (const client of [one, two, elsewhere]) client.close();
});

it('passes the payload on as it came, with all digits', async () => {
  const topic = newTopic();
  const client = await enter(topic);
  const body = `{"topic": "${topic}", "payload": {"n": 12345678901234567890, "payload": [1.50]}, "event": "sum"}`;
  const sent = await call('POST', PATH, {
    token: person.token,
    body,
    headers: { 'Content-Type': 'application/json' },
  });
  expect(sent.status).toBe(200);
  expect(await client.next('broadcast')).toMatchObject({ 4: { event: 'sum' } });
  expect(client.texts.at(-1)).toContain('"payload":{"n": 12345678901234567890, "payload": [1.50]}');
  client.close();
});

it('is for those who may enter a room', async () => {
  const topic = newTopic();
  expect((await broadcast({ topic, event: 'news' }, '')).status).toBe(401);
  const gone = await createPerson();
  await rows('update selfdb.users set is_active = false where id = $1', [gone.userId]);
  expect((await broadcast({ topic, event: 'news' }, gone.token)).status).toBe(401);
});

it('refuses what a socket could not send', async () => {
  const topic = newTopic();
  const statuses = [];
  for (const json of [
    { topic: 'table:books', event: 'INSERT' },
    { topic: 'room:', event: 'a' },
    { topic: `room:${'a'.repeat(252)}`, event: 'a' },
    { topic, event: '' },
    { topic, event: 'a', payload: 'text' },
    { topic, event: 'a', payload: [] },
    { topic, event: 'a', more: 1 },
    { topic },
  ])
    statuses.push((await broadcast(json)).status);
  expect(statuses).toEqual(Array(statuses.length).fill(422));
  expect((await broadcast({ topic, event: 'a', payload: null })).status).toBe(200);
  const large = await broadcast({ topic, event: 'a', payload: { text: 'a'.repeat(262_144) } });
  expect(large.status).toBe(413);
  expect((await call('GET', PATH, { token: person.token })).status).toBe(405);
});
