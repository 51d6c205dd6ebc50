import { runInDurableObject } from 'cloudflare:test';
import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { type Channel, Presence, Socket } from 'phoenix';
import { beforeAll, expect, it } from 'vitest';
import { hubStub } from '../../testing/stubs.ts';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { until } from '../testing/live-client.ts';
import { PhoenixTransport } from '../testing/phoenix-transport.ts';

let me: Person;
let table: TestTable;

beforeAll(async () => {
  me = await createPerson();
  table = await createTableOf(me.userId);
});

/** The real client, which calls the worker instead of a network. */
function connect(token: string | undefined = me.token): Socket {
  const params = { 'X-API-Key': SECRETS.API_KEY, ...(token === undefined ? {} : { token }) };
  const reconnectAfterMs = () => 10;
  const rejoinAfterMs = () => 10;
  const options = { transport: PhoenixTransport, params, reconnectAfterMs, rejoinAfterMs };
  const socket = new Socket('ws://worker/realtime/socket', options);
  socket.connect();
  return socket;
}

function join(channel: Channel): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    channel.join().receive('ok', resolve).receive('error', reject).receive('timeout', reject);
  });
}

const insert = (n: number) => rows(`insert into public.${table.name} (n) values ($1)`, [n]);

it('the Phoenix client joins, receives changes, and leaves', async () => {
  const socket = connect();
  const channel = socket.channel(table.topic);
  const changes: Record<string, unknown>[] = [];
  channel.on('INSERT', (payload) => changes.push(payload));
  expect(await join(channel)).toEqual({ cursor: expect.any(String) });
  await insert(1);
  await until(() => changes.length === 1, 'the change');
  expect(changes[0]).toMatchObject({ table: table.name, new: { n: 1 } });
  let isClosed = false;
  channel.onClose(() => {
    isClosed = true;
  });
  channel.leave();
  await until(() => isClosed, 'the close');
  socket.disconnect();
});

it('the Phoenix client continues from its cursor after it lost the connection', async () => {
  const socket = connect();
  let since: unknown;
  const seen: unknown[] = [];
  const channel = socket.channel(table.topic, () => ({ since }));
  channel.on('INSERT', ({ new: row, cursor }) => {
    since = cursor;
    seen.push(Object(row).n);
  });
  since = (await join(channel)).cursor;
  await insert(10);
  await until(() => seen.length === 1, 'the first change');
  await runInDurableObject(hubStub(), (hub) => {
    for (const connection of hub.getConnections()) connection.close(1012, 'test');
  });
  await insert(11);
  await insert(12);
  await until(() => seen.length >= 3, 'the others');
  expect(seen).toEqual([10, 11, 12]);
  socket.disconnect();
});

it('the Phoenix client does not join a closed channel again', async () => {
  const hidden = await createTableOf(me.userId);
  const socket = connect((await createPerson()).token);
  const channel = socket.channel(hidden.topic);
  const closes: unknown[] = [];
  channel.onClose((payload) => closes.push(payload));
  await join(channel);
  await rows(`update selfdb.tables set access = 'owner' where relid = $1`, [hidden.relid]);
  await until(() => closes.length === 1, 'the close');
  expect(closes).toEqual([{ reason: "Only the table's owner or an administrator may do this." }]);
  socket.disconnect();
});

it('the Phoenix client broadcasts, and its Presence lists who is there', async () => {
  const other = await createPerson();
  const [mine, theirs] = [connect(), connect(other.token)];
  const [here, there] = [mine.channel('room:lobby'), theirs.channel('room:lobby')];
  const presence = new Presence(here);
  await join(here);
  await join(there);
  await until(() => presence.list((key) => key).length === 2, 'both');
  expect(presence.list((key) => key).sort()).toEqual([me.userId, other.userId].sort());
  const said: unknown[] = [];
  there.on('broadcast', (payload) => said.push(payload));
  here.push('broadcast', { hello: 'world' });
  await until(() => said.length === 1, 'the broadcast');
  expect(said).toEqual([{ hello: 'world' }]);
  theirs.disconnect();
  await until(() => presence.list((key) => key).length === 1, 'that the other has left');
  mine.disconnect();
});
