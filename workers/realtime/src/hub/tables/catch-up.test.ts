import { beforeAll, expect, it } from 'vitest';
import { createPerson, createTableOf, type TestTable } from '../../testing/tables.ts';
import { openConnections } from '../testing/connections.ts';

let table: TestTable;
beforeAll(async () => {
  table = await createTableOf((await createPerson()).userId);
});

it('changes missed during a catch-up are sent too, each once', async () => {
  const { connections, feed, database, connect } = openConnections();
  const [client, late] = [connect(), connect()];
  await client.join(table.topic);
  const since = await feed.row(table.relid, 1);
  const gate = Promise.withResolvers<void>();
  let pages = 0;
  feed.beforePage = () => {
    pages += 1;
    return gate.promise;
  };
  feed.detach();
  for (const n of [2, 3]) await feed.row(table.relid, n);
  await connections.sweep();
  const joined = late.join(table.topic, { since });
  await client.until(() => pages === 2, 'both replays');
  feed.detach();
  for (const n of [4, 5]) await feed.row(table.relid, n);
  const asked = database.statements;
  await connections.sweep();
  await feed.row(table.relid, 6);
  await client.until(() => database.statements > asked, 'the second question about the right');
  // A second replay would have begun by then.
  await new Promise((resolve) => setTimeout(resolve, 100));
  gate.resolve();
  await joined;
  await feed.row(table.relid, 7);
  for (const it of [client, late]) await it.until(() => it.numbers.includes(7), 'the last row');
  expect([client.numbers, late.numbers]).toEqual([
    [1, 2, 3, 4, 5, 6, 7],
    [2, 3, 4, 5, 6, 7],
  ]);
});
