import { runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '../../clients/client.ts';
import { expectStatus } from '../../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../../system-under-test/own-system.ts';
import { insertRows, type Table } from '../../world/tables.ts';
import { newUser, type Tokens } from '../../world/users.ts';
import { Follower } from '../follower.ts';
import { createNumberTable } from '../number-writer.ts';
import { Backup, dataDirectoryOf, whilePostgresIsAway } from '../own-postgres.ts';
import { query } from '../postgres.ts';
import { until } from '../recovery.ts';

let own: OwnSystem;
let backup: Backup;
let stranger: string;
const followers: Follower[] = [];

const environment = () => own.system.environment ?? {};

async function follow({ name }: Table, token: string): Promise<Follower> {
  const follower = await Follower.start({ system: own.system, token, topic: `table:${name}` });
  followers.push(follower);
  return follower;
}

async function relidOf({ name }: Table): Promise<unknown> {
  const [row] = await query(own.system.databaseUrl, 'select $1::regclass::oid::int as relid', [name]);
  return row?.relid;
}

describeOwnSystem('a database that was put back under a running system', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    own = await startOwnSystem({});
    const { baseUrl, apiKey } = own.system;
    const user = newUser();
    expectStatus(await own.boss.post('/users/', user), 201);
    const login = { email: user.email, password: user.password };
    stranger = (await createClient(baseUrl, apiKey).as(undefined).post<Tokens>('/users/token', login)).body
      .access_token;
    const directory = await dataDirectoryOf(environment());
    await runLauncher(environment(), 'stop');
    backup = await Backup.make(directory);
    await runLauncher(environment(), 'start');
  });
  afterAll(async () => {
    for (const follower of followers) await follower.leave();
    await own?.stop();
  });

  it('does not show a private table to who could read one that was there before', async () => {
    const shown = await createNumberTable(own.boss, {}, { public: true });
    const relid = await relidOf(shown);
    const other = await follow(shown, stranger);
    await insertRows(own.boss, shown, [{ n: 1 }]);
    await until('a row', async () => other.seen.length === 1);
    await whilePostgresIsAway(own.system, () => backup.putBack());
    await until('a gap or the end', async () => other.gaps.length + other.refusals.length > 0);
    await until('the API', async () => (await own.boss.get('/tables/')).status === 200);
    const hidden = await createNumberTable(own.boss);
    // Postgres counts on from where it was, and takes the same number for another table.
    expect(await relidOf(hidden)).toBe(relid);
    const mine = await follow(hidden, own.token);
    await insertRows(own.boss, hidden, [{ n: 1000 }]);
    await until('the row', async () => mine.seen.length === 1);
    await insertRows(own.boss, hidden, [{ n: 1001 }]);
    await until('the other row', async () => mine.seen.length === 2);
    expect(other.seen).toEqual([1]);
  });
});
