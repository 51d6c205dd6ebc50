import { anonymous } from '@selfdb/server/auth/principal';
import { createDatabase } from '@selfdb/server/db/database';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { Access } from '@selfdb/shared/contract/access';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createAdmin, createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { asPrincipal } from '../testing/connections.ts';
import { Authorizer } from './authorizer.ts';
import { selectRights } from './repository.ts';
import { refusalOfTable } from './rights.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const authorizer = new Authorizer((questions) => selectRights(db, questions), Date.now);

/** Whether realtime lets a caller listen to a table. */
async function mayListen(person: Person | undefined, table: TestTable): Promise<boolean> {
  const principal = person ? asPrincipal(person) : anonymous;
  return refusalOfTable((await authorizer.find(principal, table.name)).rights) === undefined;
}

/** Whether the statement of the rows API lets them read. */
async function mayRead(person: Person | undefined, table: TestTable): Promise<unknown> {
  const ids = [person?.sessionId ?? null, person?.userId ?? null, table.id, table.relid];
  return value(`select open from selfdb_api.gate($1, $2, $3, $4, null, null, null, 'use')`, ids);
}

describe.each(Access.options)('a table for %s', (access) => {
  let owner: Person;
  let table: TestTable;
  beforeAll(async () => {
    owner = await createPerson();
    table = await createTableOf(owner.userId, { access });
  });

  it('lets an anonymous caller listen exactly if they may read its rows', async () => {
    const may = await mayListen(undefined, table);
    expect([may, await mayRead(undefined, table)]).toEqual(Array(2).fill(access === 'public'));
  });

  describe.each(['another user', 'an administrator', 'its owner'])('lets %s', (who) => {
    const people = { 'another user': createPerson, 'an administrator': createAdmin };
    const create = () => (who === 'its owner' ? owner : people[who as keyof typeof people]());

    it('listen exactly if they may read its rows', async () => {
      const person = await create();
      const may = access !== 'owner' || who !== 'another user';
      expect([await mayListen(person, table), await mayRead(person, table)]).toEqual([may, may]);
    });

    it.each(ENDINGS)('neither listen nor read once their session %s', async (_how, end) => {
      const person = await createPerson({ role: who === 'an administrator' ? 'ADMIN' : 'USER' });
      const its = who === 'its owner' ? await createTableOf(person.userId, { access }) : table;
      await rows(end, [person.userId]);
      expect([await mayListen(person, its), await mayRead(person, its)]).toEqual([false, false]);
    });
  });
});

/** A comparison of an access with one of its values, either way round. */
const COMPARES = String.raw`\maccess\s*(=|<>|!=|\min\M|is (not )?distinct from)\s*\(?\s*'|'(public|users|owner)'(::text)?\s*(=|<>|!=)\s*\S*access\M`;

it("no other function of the database decides by a table's or bucket's access", async () => {
  const found = await rows(
    `select p.proname as name from pg_proc p
     where p.pronamespace::regnamespace::text in ('selfdb', 'selfdb_api') and p.prokind = 'f' and pg_get_functiondef(p.oid) ~* $1`,
    [COMPARES],
  );
  expect(found).toEqual([{ name: 'may_use' }]);
});
