import { expect, test } from 'vitest';
import { toChangeJob } from './change-job.ts';

const CURSOR = 'k3f9q2:00000000019A3B28:0000000A';

function change(rows: string, operation: 'INSERT' | 'UPDATE' | 'DELETE' = 'INSERT') {
  const payload = `{"table":"t","schema":"public",${rows},"commit_timestamp":"","cursor":"${CURSOR}"}`;
  return { cursor: CURSOR, relid: 7, operation, payload, depth: 0 };
}

const bodyOf = ({ body }: { body: string }) => Buffer.from(body, 'base64').toString('utf8');

test('a function gets the rows with every digit, and texts that only a json column can store', async () => {
  const job = await toChangeJob(change('"new":{"id":9007199254740993,"j":"\\u0000ä"},"old":null'), ['id']);
  expect(bodyOf(job)).toBe(
    `{"operation":"INSERT","table":"t","data":{"id":9007199254740993,"j":"\\u0000ä"},"old_data":null,"cursor":"${CURSOR}"}`,
  );
  expect(job.order_key).toBe('7:[9007199254740993]');
});

test('changes of a row have one key, also when its primary key changes', async () => {
  const update = await toChangeJob(change('"new":{"id":2},"old":{"id":1}', 'UPDATE'), ['id']);
  const deletion = await toChangeJob(change('"new":null,"old":{"id":1}', 'DELETE'), ['id']);
  expect(update.order_key).toBe('7:[1]');
  expect(deletion.order_key).toBe('7:[1]');
});

test('values of a key are never taken for those of another', async () => {
  const keys = await Promise.all(
    ['"a":"1,2","b":"3"', '"a":"1","b":"2,3"', '"a":1,"b":"2,3"'].map(
      async (row) => (await toChangeJob(change(`"new":{${row}},"old":null`), ['a', 'b'])).order_key,
    ),
  );
  expect(new Set(keys).size).toBe(3);
});

test('without a primary key, the changes of a table have one key, and a long key is short', async () => {
  expect((await toChangeJob(change('"new":{"n":1},"old":null'), null)).order_key).toBe('7');
  const long = (end: string) =>
    toChangeJob(change(`"new":{"id":"${'x'.repeat(5000)}${end}"},"old":null`), ['id']);
  const [a, b] = [await long('a'), await long('b')];
  expect(a.order_key.length).toBeLessThan(100);
  expect(a.order_key).not.toBe(b.order_key);
});
