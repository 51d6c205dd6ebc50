import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { asPrincipal, openConnections } from '../testing/connections.ts';

let owner: Person;
let other: Person;
let admin: Person;
let open: TestTable;
let shared: TestTable;
let hidden: TestTable;

beforeAll(async () => {
  [owner, other, admin] = [await createPerson(), await createPerson(), await createAdmin()];
  open = await createTableOf(owner.userId);
  shared = await createTableOf(owner.userId, { access: 'users' });
  hidden = await createTableOf(owner.userId, { access: 'owner' });
});

const NO_TABLE = 'There is no such table.';
const FORBIDDEN = "Only the table's owner or an administrator may do this.";
const ENDED = 'The session has ended. Sign in again.';

describe('joining a table', () => {
  it('is for those who may read its rows', async () => {
    const { connect } = openConnections();
    for (const person of [owner, other, admin]) {
      await connect(asPrincipal(person)).join(open.topic);
    }
    await connect().join(open.topic);
    for (const person of [owner, other, admin]) await connect(asPrincipal(person)).join(shared.topic);
    expect(await connect().refusal(shared.topic)).toBe(NO_TABLE);
    await connect(asPrincipal(owner)).join(hidden.topic);
    await connect(asPrincipal(admin)).join(hidden.topic);
    expect(await connect(asPrincipal(other)).refusal(hidden.topic)).toBe(FORBIDDEN);
    expect(await connect().refusal(hidden.topic)).toBe(NO_TABLE);
  });

  it.each(['table:nothing', `table:${'x'.repeat(64)}`, 'table:', 'table:pg_class'])(
    'is refused for %s',
    async (topic) => {
      expect(await openConnections().connect().refusal(topic)).toBe(NO_TABLE);
    },
  );

  it('is refused if realtime is not enabled', async () => {
    const quiet = await createTableOf(owner.userId, { isRealtime: false });
    expect(await openConnections().connect().refusal(quiet.topic)).toMatch(/Realtime is not enabled/);
  });

  it('is refused to a session that has ended, even for public tables', async () => {
    const gone = await createPerson();
    await rows('update selfdb.sessions set revoked_at = now() where user_id = $1', [gone.userId]);
    for (const { topic } of [open, shared]) {
      expect(await openConnections().connect(asPrincipal(gone)).refusal(topic)).toBe(ENDED);
    }
    const inactive = await createPerson({ isActive: false });
    for (const { topic } of [open, shared]) {
      expect(await openConnections().connect(asPrincipal(inactive)).refusal(topic)).toBe(ENDED);
    }
  });

  it('is refused when the right cannot be checked', async () => {
    const { connect, database } = openConnections();
    database.isDown = true;
    const client = connect();
    expect(await client.refusal(open.topic)).toBe('Realtime is not ready. Try again shortly.');
    expect(client.socket.channels.size).toBe(0);
  });

  it('is refused while the feed is down', async () => {
    const { feed, connect } = openConnections();
    feed.isDown = true;
    expect(await connect().refusal(open.topic)).toBe('Realtime is not ready. Try again shortly.');
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown field', { sice: 'x' }, /"sice"/],
    ['an array', [], /object/],
    ['since that is not a cursor', { since: 'x' }, /since/],
    ['unknown events', { events: ['INSERT', 'TRUNCATE'] }, /events/],
    ['no events', { events: [] }, /events/],
    ['a filter on an unknown column', { filter: { nope: 1 } }, /filter.nope/],
    ['a filter of another type', { filter: { n: 'x' } }, /filter.n/],
  ])('is refused with %s', async (_what, payload, reason) => {
    const client = openConnections().connect();
    expect(await client.refusal(open.topic, payload)).toMatch(reason);
    expect(client.socket.channels.size).toBe(0);
  });

  it('is decided once for many sockets of one caller', async () => {
    const { connect, database } = openConnections();
    await Promise.all([connect(), connect(), connect()].map((client) => client.join(open.topic)));
    await connect().join(open.topic);
    expect(database.statements).toBe(1);
  });

  it('is decided again after the last channel has left', async () => {
    const { connect, database } = openConnections();
    const client = connect();
    await client.join(open.topic);
    await client.push(open.topic, 'phx_leave');
    await client.join(open.topic);
    expect(database.statements).toBe(2);
  });
});
