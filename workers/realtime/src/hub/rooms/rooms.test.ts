import type { Person } from '@selfdb/server/testing/people';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from '../../testing/tables.ts';
import type { Connections } from '../connection/connections.ts';
import { asPrincipal, openConnections } from '../testing/connections.ts';
import type { TestClient } from '../testing/test-client.ts';
import { PresenceSync } from './presence-sync.ts';

let ada: Person;
let bob: Person;

beforeAll(async () => {
  [ada, bob] = [await createPerson(), await createPerson()];
});

const config = (broadcast = {}, presence = {}) => ({ config: { broadcast, presence } });
const ROOM = 'room:lobby';
const said = { type: 'broadcast', event: 'said', payload: { n: 1 } };

it('a room requires a user', async () => {
  const client = openConnections().connect();
  expect(await client.refusal(ROOM)).toBe('Sign in to enter a room.');
});

describe('a broadcast', () => {
  it('goes unchanged to the others in the room, and to no one else', async () => {
    const { connect } = openConnections();
    const [from, to, elsewhere] = [ada, bob, bob].map((person) => connect(asPrincipal(person)));
    await from?.join(ROOM, config());
    await to?.join(ROOM, config(), '9');
    await elsewhere?.join('room:other', config());
    from?.raw(`["1", "2", "${ROOM}", "broadcast", {"big": 12345678901234567890, "s": "]"} ]`);
    expect(to?.received.at(-1)?.slice(0, 4)).toEqual(['9', null, ROOM, 'broadcast']);
    expect(to?.texts.at(-1)).toContain('{"big": 12345678901234567890, "s": "]"}');
    for (const client of [from, elsewhere]) expect(client?.of('broadcast')).toEqual([]);
  });

  it('is acknowledged and comes back if the client asked for that', async () => {
    const { connect } = openConnections();
    const client = connect(asPrincipal(ada));
    await client.join(ROOM, config({ ack: true, self: true }));
    expect(await client.push(ROOM, 'broadcast', said)).toEqual({ status: 'ok', response: {} });
    expect(client.of('broadcast')).toEqual([said]);
  });

  it('sent before the reply to the join is not lost', async () => {
    const { connect } = openConnections();
    const [from, to] = [connect(asPrincipal(ada)), connect(asPrincipal(bob))];
    await to.join(ROOM, config());
    from.send(ROOM, 'phx_join', config());
    from.send(ROOM, 'broadcast', said);
    await to.until(() => to.of('broadcast').length === 1, 'the broadcast');
  });

  it('is refused outside the room', async () => {
    const { connect } = openConnections();
    const client = connect(asPrincipal(ada));
    expect(await client.push(ROOM, 'broadcast', said)).toMatchObject({
      response: { reason: 'unmatched topic' },
    });
  });
});

describe('presence', () => {
  it('is sent after the join, and when it changes', async () => {
    const { connections, connect } = openConnections();
    const [first, second] = [connect(asPrincipal(ada)), connect(asPrincipal(bob))];
    await first.join(ROOM, config({}, { key: 'ada' }));
    expect(first.of('presence_state')).toEqual([{}]);
    await first.push(ROOM, 'presence', { type: 'presence', event: 'track', payload: { at: 'desk' } });
    await second.join(ROOM, config({}, { key: '__proto__' }));
    const metas = [{ at: 'desk', user_id: ada.userId, phx_ref: expect.any(String) }];
    expect(second.of('presence_state')).toEqual([{ ada: { metas } }]);
    await second.push(ROOM, 'presence', { event: 'track' });
    expect(first.texts.at(-1)).toMatch(/"joins":\{"__proto__":\{"metas":/);
    await first.push(ROOM, 'presence', { event: 'track', payload: { at: 'door' } });
    expect(second.of('presence_diff').at(-1)).toMatchObject({
      joins: { ada: { metas: [{ at: 'door' }] } },
      leaves: { ada: { metas: [{ at: 'desk' }] } },
    });
    connections.end(first.socket.id);
    expect(second.of('presence_diff').at(-1)).toMatchObject({
      joins: {},
      leaves: { ada: { metas: [{ at: 'door' }] } },
    });
  });

  it('ends by untrack', async () => {
    const { connect } = openConnections();
    const client = connect(asPrincipal(ada));
    await client.join(ROOM, config());
    await client.push(ROOM, 'presence', { event: 'track', payload: {} });
    await client.push(ROOM, 'presence', { event: 'untrack' });
    expect(client.of('presence_diff').at(-1)).toMatchObject({ joins: {}, leaves: { [ada.userId]: {} } });
  });

  it("without options begins with the join, under the user's id", async () => {
    const { connect } = openConnections();
    const [first, second] = [connect(asPrincipal(ada)), connect(asPrincipal(bob))];
    await first.join(ROOM);
    await second.join(ROOM);
    expect(Object.keys(second.of('presence_state')[0] ?? {})).toEqual([ada.userId]);
    await second.push(ROOM, 'phx_leave');
    expect(first.of('presence_diff').map(({ leaves }) => Object.keys(Object(leaves)))).toEqual([
      [],
      [],
      [bob.userId],
    ]);
  });

  it('in another form is refused', async () => {
    const { connect } = openConnections({ limits: { maxFrameBytes: 10_000 } });
    const client = connect(asPrincipal(ada));
    await client.join(ROOM);
    for (const payload of [null, {}, { event: 'x' }, { event: 'track', payload: { x: 'x'.repeat(5000) } }]) {
      expect(await client.push(ROOM, 'presence', payload)).toMatchObject({ status: 'error' });
    }
    expect(await client.push(ROOM, 'other')).toMatchObject({ status: 'error' });
    expect(await client.refusal('room:x', { config: { presence: 5 } })).toMatch(/not valid for a room/);
  });
});

describe('the identity of a presence', () => {
  const spellings = (id: string) => [
    id,
    id.toUpperCase(),
    `{${id}}`,
    ` ${id}`,
    id.replaceAll('-', ''),
    id.replaceAll('-', '').replace(/(.{4})(?=.)/g, '$1-'),
  ];

  it('comes from the server, whatever the client sends', async () => {
    const { connect } = openConnections();
    const [client, other] = [connect(asPrincipal(ada)), connect(asPrincipal(bob))];
    await client.join(ROOM, config({}, { key: 'bob' }));
    const payload = { user_id: bob.userId, phx_ref: 'forged', name: 'Bob' };
    await client.push(ROOM, 'presence', { event: 'track', payload });
    await other.join(ROOM);
    const meta = { name: 'Bob', user_id: ada.userId, phx_ref: expect.not.stringMatching('forged') };
    expect(other.of('presence_state')).toEqual([{ bob: { metas: [meta] } }]);
    expect(client.of('presence_diff').at(-1)).toMatchObject({
      joins: { [bob.userId]: { metas: [{ user_id: bob.userId }] } },
    });
  });

  it("cannot have another user's id as its key, however it is spelled", async () => {
    const { connect } = openConnections();
    const [client, other] = [connect(asPrincipal(ada)), connect(asPrincipal(bob))];
    await other.join(ROOM, config());
    for (const key of spellings(bob.userId)) {
      expect(await client.refusal(ROOM, config({}, { key })), key).toMatch(/id of another user/);
    }
    const track = { event: 'track', payload: {} };
    expect(await client.push(ROOM, 'presence', track)).toMatchObject({ status: 'error' });
    expect(other.of('presence_diff')).toEqual([]);
  });

  it("may have the user's own id as its key, or an id that no user has", async () => {
    const { connect } = openConnections();
    const client = connect(asPrincipal(ada));
    for (const key of [...spellings(ada.userId), crypto.randomUUID(), '', 'bob', `${bob.userId}x`]) {
      await client.join(ROOM, config({}, { key }));
      await client.push(ROOM, 'presence', { event: 'track', payload: {} });
      const joined = { [key || ada.userId]: { metas: [{ user_id: ada.userId }] } };
      expect(client.of('presence_diff').at(-1)).toMatchObject({ joins: joined });
    }
  });

  it('requires a login, whatever the key', async () => {
    const client = openConnections().connect();
    expect(await client.refusal(ROOM, config({}, { key: bob.userId }))).toBe('Sign in to enter a room.');
  });
});

describe('a room on several shards', () => {
  /** Two Hubs that know each other. */
  function openPair() {
    const hubs = new Map<string, Connections>();
    const syncs = ['hub-0', 'hub-1'].map(
      (shard) =>
        new PresenceSync(shard, 2, (name) => ({
          relay: async (topic, text) => hubs.get(name)?.rooms.relay(topic, text) ?? 0,
          presentElsewhere: async (from, rooms, isAll) =>
            hubs.get(name)?.rooms.presentElsewhere(from, rooms, isAll),
        })),
    );
    const opened = syncs.map((peers, i) => openConnections({ peers, shard: `hub-${i}` }));
    opened.forEach(({ connections }, i) => {
      hubs.set(`hub-${i}`, connections);
    });
    return { opened, syncs };
  }

  async function enter({ opened }: ReturnType<typeof openPair>): Promise<[TestClient, TestClient]> {
    const [here, there] = opened.map(({ connect }, i) => connect(asPrincipal(i === 0 ? ada : bob)));
    if (!here || !there) throw new Error('there are two');
    await here.join(ROOM);
    await there.join(ROOM);
    return [here, there];
  }

  it('is one for broadcasts and for presence', async () => {
    const pair = openPair();
    const [here, there] = await enter(pair);
    await here.until(() => here.of('presence_diff').length === 2, 'the other');
    expect(Object.keys(there.of('presence_state')[0] ?? {})).toEqual([ada.userId]);
    here.send(ROOM, 'broadcast', said);
    await there.until(() => there.of('broadcast').length === 1, 'the broadcast');
    expect(here.of('broadcast')).toEqual([]);
    await there.push(ROOM, 'phx_leave');
    await here.until(() => here.of('presence_diff').length === 3, 'the leave');
  });

  it('is repaired after one shard restarts', async () => {
    const { opened, syncs } = openPair();
    const [here] = await enter({ opened, syncs });
    await here.until(() => here.of('presence_diff').length === 2, 'the other');
    const [first] = opened;
    // The other shard restarts and announces that no one is there.
    first?.connections.rooms.presentElsewhere('hub-1', [], true);
    expect(here.of('presence_diff').at(-1)).toMatchObject({ joins: {}, leaves: { [bob.userId]: {} } });
  });

  it('forgets a shard that has fallen silent', () => {
    const { syncs } = openPair();
    syncs[0]?.heard('hub-1', 0);
    expect(syncs[0]?.takeSilent(19_999)).toEqual([]);
    expect(syncs[0]?.takeSilent(20_000)).toEqual(['hub-1']);
    expect(syncs[0]?.takeSilent(40_000)).toEqual([]);
  });
});
