import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { signAccessToken } from '@selfdb/server/auth/tokens';
import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { beforeAll, describe, expect, it } from 'vitest';
import { hubStub } from '../testing/stubs.ts';
import { createPerson, createTableOf, type TestTable } from '../testing/tables.ts';
import { openLiveSocket, until } from './testing/live-client.ts';

let owner: Person;
let table: TestTable;

beforeAll(async () => {
  owner = await createPerson();
  table = await createTableOf(owner.userId);
});

describe('a socket', () => {
  it('receives committed changes from the feed that reads the log', async () => {
    const client = await openLiveSocket();
    client.send('1', '1', table.topic, 'phx_join', {});
    expect(await client.next('phx_reply')).toMatchObject([
      '1',
      '1',
      table.topic,
      'phx_reply',
      { status: 'ok' },
    ]);
    await rows(`insert into public.${table.name} (n) values (5)`);
    expect((await client.next('INSERT'))[4]).toMatchObject({
      table: table.name,
      schema: 'public',
      new: { n: 5 },
      old: null,
    });
    client.close();
  });

  it('of a caller who loses the right gets a close, and receives nothing more', async () => {
    const hidden = await createTableOf(owner.userId);
    const client = await openLiveSocket();
    client.send('1', '1', hidden.topic, 'phx_join', {});
    await client.next('phx_reply');
    await rows(`update selfdb.tables set access = 'owner' where relid = $1`, [hidden.relid]);
    await rows(`insert into public.${hidden.name} (n) values (1)`);
    expect(await client.next('phx_close')).toEqual([
      '1',
      null,
      hidden.topic,
      'phx_close',
      { reason: 'There is no such table.' },
    ]);
    expect(client.received).toEqual([]);
    client.close();
  });

  it('is closed after a forbidden frame, and the others stay open', async () => {
    const [first, second, third, other] = [
      await openLiveSocket(),
      await openLiveSocket(),
      await openLiveSocket(),
      await openLiveSocket(),
    ];
    first.raw('{');
    second.raw(new ArrayBuffer(10));
    third.raw('x'.repeat(300_000));
    expect((await first.end()).code).toBe(1007);
    expect(await second.end()).toEqual({ code: 1003, reason: 'Frames must be JSON text, not binary.' });
    expect(await third.end()).toEqual({ code: 1009, reason: 'A frame can have at most 262144 bytes.' });
    other.send(null, '1', 'phoenix', 'heartbeat', {});
    await other.next('phx_reply');
    other.close();
  });

  it('is counted until it has closed', async () => {
    await until(async () => (await hubStub().status()).connections === 0, 'that all have closed');
    const client = await openLiveSocket();
    client.send(null, '1', table.topic, 'phx_join', {});
    await client.next('phx_reply');
    expect(await hubStub().status()).toEqual({ connections: 1, channels: 1 });
    client.close();
    await until(async () => (await hubStub().status()).connections === 0, 'that it has closed');
  });

  it('whose token expires is closed by the alarm', async () => {
    const { userId, sessionId } = owner;
    const token = await signAccessToken(SECRETS.SECRET_KEY, { kind: 'user', userId, sessionId }, 1);
    const client = await openLiveSocket({ query: { token } });
    expect(await client.end()).toEqual({ code: 1008, reason: expect.stringMatching(/token has expired/) });
  });
});

describe('the Hub', () => {
  it('keeps an alarm while there are sockets', async () => {
    const client = await openLiveSocket();
    const alarm = () => runInDurableObject(hubStub(), (_, { storage }) => storage.getAlarm());
    expect(await alarm()).toBeTypeOf('number');
    expect(await runDurableObjectAlarm(hubStub())).toBe(true);
    expect(await alarm()).toBeGreaterThan(Date.now());
    client.close();
  });

  it('that was evicted still has its sockets, whose channels have to be joined again', async () => {
    const client = await openLiveSocket();
    client.send('1', '1', table.topic, 'phx_join', {});
    const since = Object(Object((await client.next('phx_reply'))[4]).response).cursor;
    await runInDurableObject(hubStub(), (it) => it.rest());
    await evictDurableObject(hubStub());
    await rows(`insert into public.${table.name} (n) values (70)`);
    client.send(null, '2', 'phoenix', 'heartbeat', {});
    expect(await client.next('phx_error')).toMatchObject([
      '1',
      null,
      table.topic,
      'phx_error',
      { reason: expect.any(String) },
    ]);
    client.send('3', '3', table.topic, 'phx_join', { since });
    expect((await client.next('INSERT'))[4]).toMatchObject({ new: { n: 70 } });
    await rows(`insert into public.${table.name} (n) values (71)`);
    expect((await client.next('INSERT'))[4]).toMatchObject({ new: { n: 71 } });
    client.close();
  });

  it('stores no secrets of a socket, and little else', async () => {
    const client = await openLiveSocket({ query: { token: owner.token } });
    client.send('1', '1', table.topic, 'phx_join', {});
    await client.next('phx_reply');
    const kept = await runInDurableObject(hubStub(), (_, { storage: _storage, ...ctx }) => ctx);
    expect(kept).toBeDefined();
    const attachments = await runInDurableObject(hubStub(), (instance) =>
      [...instance.getConnections()].map(({ state, uri }) => JSON.stringify({ state, uri })),
    );
    const all = attachments.join();
    expect(all).toContain(table.topic);
    for (const secret of [owner.token, SECRETS.API_KEY]) expect(all).not.toContain(secret);
    expect(all.length).toBeLessThan(1000);
    client.close();
  });
});
