import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../../snapshot.ts';
import { feedStubOf } from '../../testing/stubs.ts';
import { epochOf } from '../cursor.ts';
import { ChangeLog } from '../log/change-log.ts';
import type { LoggedItem } from '../log/chunk-text.ts';
import { begin, change, commit, relation, truncate, tuple } from '../testing/pgoutput.ts';
import { Decoder } from './decoder.ts';
import { UnreadableLogError } from './errors.ts';
import { TransactionWriter } from './transaction-writer.ts';

const reading = { types: [], stamp: null, writers: [], position: '', isChanging: false };
const START = '0000000000000100';
const COMMIT = '0000000000000200';
const END = '0000000000000300';
const TABLE = 7;
const RIGHTS = 8;
const described = [
  relation(TABLE, 'public', 't', ['id', 'v']),
  relation(RIGHTS, 'selfdb', 'rights_changes', ['sequence', 'kind', 'id', 'now']),
];
const good = change('I', TABLE, 'N', tuple(['2', 'good']));
const right = (...values: (string | null)[]) => change('I', RIGHTS, 'N', tuple(['1', ...values]));

/** Decodes one transaction and returns the items for readers; none if it is stored already. */
async function take(messages: Buffer[], from = begin(COMMIT), to = commit(COMMIT, END)) {
  return runInDurableObject(feedStubOf(crypto.randomUUID()), async (_, { storage }) => {
    const log = new ChangeLog(storage.sql, { maxBytes: 1_000_000, maxAgeSeconds: 60 });
    log.beginEpoch('1', START, 'The feed has begun.');
    const shown = Promise.withResolvers<unknown>();
    const writer = new TransactionWriter({
      ...{ log, sync: () => storage.sync(), acknowledge: () => {} },
      ...{ show: shown.resolve, fail: shown.reject },
    });
    const skipped: string[] = [];
    const decoder = new Decoder({
      ...{ epoch: epochOf(log.start), stored: START, expectsStored: false, shapes: new Map(), writer },
      rowTypes: new Map(),
      horizon: { position: START, snapshot: parseSnapshot('5:5:') },
      describeTypes: async () => reading,
      skipped: (kind) => skipped.push(kind),
    });
    for (const message of [from, ...described, ...messages, to]) await decoder.take(message);
    if (!from.equals(begin(START))) await shown.promise;
    const isWhole = log.trimmed === log.start;
    const items = log.read(log.trimmed).filter((item) => !isSeen(item));
    return { items, skipped, gap: isWhole ? undefined : log.state?.gapReason };
  });
}

const isSeen = (item: LoggedItem) => item.type === 'table' && item.what === 'seen';
const row = { type: 'row', relid: TABLE, kind: 'INSERT', payload: expect.stringContaining('"good"') };
const lost = { type: 'table', relid: TABLE, what: 'lost' };

it('reads the messages that Postgres writes', async () => {
  const { items, skipped, gap } = await take([
    good,
    change('U', TABLE, 'N', tuple(['2', 'a'])),
    change('U', TABLE, 'K', tuple(['2', null]), 'N', tuple(['3', 'a'])),
    change('D', TABLE, 'K', tuple(['3', null])),
    right('user', 'u', 'null'),
    change('D', RIGHTS, 'K', tuple(['1', null, null, null])),
    truncate(TABLE, RIGHTS),
  ]);
  expect(items).toMatchObject([
    row,
    {
      kind: 'UPDATE',
      isPartial: true,
      payload: expect.stringContaining('"new":{"id":"2","v":"a"},"old":{"id":"2"}'),
    },
    {
      kind: 'UPDATE',
      isPartial: true,
      payload: expect.stringContaining('"new":{"id":"3","v":"a"},"old":{"id":"2"}'),
    },
    { kind: 'DELETE', isPartial: true, payload: expect.stringContaining('"new":null,"old":{"id":"3"}') },
    { type: 'rights', of: 'user', id: 'u', xid: 7, now: null },
    { type: 'table', relid: TABLE, what: 'truncated' },
  ]);
  expect([skipped, gap]).toEqual([[], undefined]);
});

describe('an unreadable row is reported once as a loss of its table', () => {
  it.each<[string, Buffer]>([
    ['an insert without a row', change('I', TABLE)],
    ['one of another kind', change('I', TABLE, 'X', tuple(['1', 'a']))],
    ['one that is cut off', change('I', TABLE, 'N', tuple(['1', 'a']).subarray(0, -1))],
    ['one with a value of another kind', change('I', TABLE, 'N', Buffer.from('\0\x02bn'))],
    ['one with too few columns', change('I', TABLE, 'N', tuple(['1']))],
    ['an update without a new row', change('U', TABLE, 'O', tuple(['1', 'a']))],
    ['an update with two old rows', change('U', TABLE, 'O', tuple(['1', 'a']), 'O', tuple(['1', 'a']))],
    ['a delete of a new row', change('D', TABLE, 'N', tuple(['1', 'a']))],
  ])('%s', async (_what, message) => {
    const { items, skipped, gap } = await take([message, good, message]);
    expect(items).toMatchObject([lost, row]);
    expect(items).toHaveLength(2);
    expect([skipped.length, gap]).toEqual([2, undefined]);
  });
});

describe('any other unreadable message is reported as a loss to every reader', () => {
  it.each<[string, Buffer]>([
    ['a message of an unknown kind', Buffer.from('Z')],
    ['an empty message', Buffer.alloc(0)],
    ['a row of a table that was not described', change('I', 99, 'N', tuple(['1']))],
    ['a change without a table', Buffer.from('I\0')],
    ['a truncation without its tables', truncate(TABLE).subarray(0, -1)],
    ['a right of an unknown kind', right('role', 'x', null)],
    ['a right without an id', right('user', '', null)],
    ['a right that is no JSON', right('user', 'u', 'garbage')],
    ['a right that is no object', right('user', 'u', '[]')],
    ['a right of another form', right('user', 'u', '{"role":{}}')],
    ['columns that are no list', right('columns', '7', '{}')],
    ['columns without a table', right('columns', '0', '[]')],
    ['a right that is cut off', right('user', 'u', '{}').subarray(0, -1)],
  ])('%s', async (_what, message) => {
    const { items, skipped, gap } = await take([message, good]);
    expect(items).toMatchObject([row]);
    expect([skipped.length, gap]).toEqual([1, expect.stringMatching(/could not be read/)]);
  });
});

it.each<[string, Buffer]>([
  ['without an end', Buffer.from('R\0\0\0\x07public')],
  ['with too few columns', relation(TABLE, 'public', 't', ['id', 'v']).subarray(0, -3)],
])(
  'rows are not read with the former columns of their table after a description %s',
  async (_what, message) => {
    const { items, skipped, gap } = await take([message, good]);
    expect([items, skipped, gap]).toEqual([[], ['R', 'I'], expect.stringMatching(/could not be read/)]);
  },
);

describe('other columns of a table are reported once', () => {
  const added = relation(TABLE, 'public', 't', ['id', 'v', 'w']);
  const column = (name: string) => [name, 25, -1];
  const changed = { type: 'table', relid: TABLE, what: 'restructured' };
  const altered = { type: 'table', relid: TABLE, what: 'altered' };

  it('when the log describes them', async () => {
    const { items } = await take([added, added]);
    expect(items).toMatchObject([altered, changed]);
    expect(items).toHaveLength(2);
  });

  it('when the system says so, and not again when the log describes the same', async () => {
    const columns = right('columns', String(TABLE), JSON.stringify(['id', 'v', 'w'].map(column)));
    const { items } = await take([columns, added]);
    expect(items).toMatchObject([altered, changed]);
    expect(items).toHaveLength(2);
  });

  it('but not when only its name changes', async () => {
    const { items } = await take([relation(TABLE, 'public', 'u', ['id', 'v'])]);
    expect(items).toMatchObject([altered]);
    expect(items).toHaveLength(1);
  });
});

it('a table of the same name in another schema is a table', async () => {
  const other = relation(9, 'public', 'rights_changes', ['sequence', 'kind', 'id', 'now']);
  const { items } = await take([other, change('I', 9, 'N', tuple(['1', 'user', 'u', null]))]);
  expect(items).toMatchObject([{ type: 'row', relid: 9 }]);
});

it('logical messages are ignored, whatever they contain', async () => {
  expect(await take([Buffer.from('M'), Buffer.from('M\x01garbage'), good])).toMatchObject({
    items: [row],
    skipped: [],
  });
});

it('stored transactions are neither reported nor counted again', async () => {
  const stored = await take([Buffer.from('Z'), change('I', TABLE), good], begin(START), commit(START, START));
  expect(stored).toEqual({ items: [], skipped: [], gap: undefined });
});

it('a transaction without its beginning or end has no position', async () => {
  await expect(take([], Buffer.from('B'))).rejects.toThrow(UnreadableLogError);
  await expect(take([], begin(COMMIT), Buffer.from('C'))).rejects.toThrow(UnreadableLogError);
});
