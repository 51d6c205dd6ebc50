import type { AuditEntry } from '@selfdb/sdk';
import { describe, expect, it } from 'vitest';
import { formatTime } from '../../ui/format/times.ts';
import { hasRowChanges, readActivityView, toAuditQuery } from './activity-view.ts';
import { detailsInWords } from './detail/details-in-words.ts';
import { exportEntries } from './export-entries.ts';
import { foldChange } from './items/fold-changes.ts';
import { groupByDay } from './items/group-by-day.ts';
import { type RowsItem, toItem } from './items/item.ts';
import { textOf } from './items/sentence.ts';

const ANNA = { id: 'anna', email: 'anna@example.com', role: 'ADMIN' };
const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  id: '019b0000-0000-7000-8000-000000000000',
  at: '2026-01-31T08:15:30.123Z',
  action: 'user.login',
  outcome: 'ok',
  actor: ANNA,
  target_type: 'user',
  target_id: null,
  target_name: null,
  address: null,
  user_agent: null,
  request_id: null,
  details: {},
  count: 1,
  last_at: null,
  ...more,
});
const say = (more: Partial<AuditEntry>) => textOf(toItem(entry(more)));

describe('a sentence says who did what', () => {
  it.each<[Partial<AuditEntry>, string]>([
    [{}, 'anna@example.com signed in'],
    [
      {
        action: 'user.login_failed',
        actor: null,
        target_name: 'bob@example.com',
        count: 3,
        outcome: 'failed',
      },
      'Someone failed to sign in as bob@example.com 3 times within an hour',
    ],
    [
      { action: 'user.login_failed', actor: null, outcome: 'failed' },
      'Someone failed to sign in with an unknown e-mail address',
    ],
    [
      { action: 'backup.restored', target_name: '2026-12-02T18:35:27.000Z' },
      `anna@example.com restored the database of ${formatTime('2026-12-02T18:35:27.000Z')}`,
    ],
    [
      { action: 'backup.restored', actor: null, target_name: '2026-12-02T18:35:27.000Z' },
      `The database was restored to ${formatTime('2026-12-02T18:35:27.000Z')}`,
    ],
    [
      { action: 'backup.restored', actor: null, target_name: 'selfdb_backup_1.tar.gz' },
      'The database was restored from the backup selfdb_backup_1.tar.gz',
    ],
    [
      { action: 'table.created', target_name: 'books', details: { columns: 5 } },
      'anna@example.com created the table books with 5 columns',
    ],
    [
      { action: 'table.altered', target_name: 'books', details: { name_before: 'titles' } },
      'anna@example.com renamed the table titles to books',
    ],
    [
      { action: 'column.deleted', target_name: 'books', details: { column: 'isbn' } },
      'anna@example.com deleted the column isbn in books',
    ],
    [
      { action: 'user.role_changed', target_name: 'bob@example.com', details: { role: 'ADMIN' } },
      'anna@example.com made bob@example.com an administrator',
    ],
    [{ action: 'user.created', target_id: 'anna', target_name: ANNA.email }, 'anna@example.com signed up'],
    [
      {
        action: 'session.revoked',
        actor: null,
        target_name: ANNA.email,
        details: { reason: 'refresh_token_reused' },
      },
      'SelfDB ended a session of anna@example.com because its refresh token was used twice',
    ],
    [
      { action: 'function.created', target_name: 'hello', details: { deployed: false } },
      'anna@example.com created the function hello without deploying it',
    ],
    [
      { action: 'function.deployed', target_name: 'hello', details: { version: 3 } },
      'anna@example.com deployed the function hello (version 3)',
    ],
    [
      { action: 'function.updated', target_name: 'hello', details: { fields: ['variables'] } },
      'anna@example.com changed the variables of the function hello',
    ],
    [
      { action: 'function.updated', target_name: 'hello', details: { fields: ['name', 'code'] } },
      'anna@example.com changed the function hello',
    ],
    [{ action: 'function.deleted', target_name: 'hello' }, 'anna@example.com deleted the function hello'],
    [
      { action: 'file.uploaded', target_name: 'a/b.png', details: { bucket: 'images' } },
      'anna@example.com uploaded a/b.png in images',
    ],
    [{ action: 'file.deleted', details: { files: 12 } }, 'anna@example.com deleted 12 files'],
    [
      {
        action: 'sql.executed',
        outcome: 'failed',
        details: { kinds: ['select', 'drop table'], statements: 4 },
      },
      'anna@example.com ran 4 queries that failed (select, drop table)',
    ],
    [{ action: 'moon.landed', target_name: 'sea' }, 'anna@example.com did “moon.landed” sea'],
  ])('%j', (given, sentence) => {
    expect(say(given)).toBe(sentence);
  });
});

describe('changes of rows fold into bursts', () => {
  const fold = (changes: [string, string, number][]) =>
    changes.reduce<RowsItem[]>((lines, [table, event, at]) => foldChange(lines, { table, event, at }), []);

  it('by table, whatever other tables do meanwhile', () => {
    const lines = fold([
      ['books', 'INSERT', 0],
      ['authors', 'UPDATE', 10],
      ['books', 'INSERT', 20],
      ['books', 'DELETE', 30],
    ]);
    expect(lines.map(textOf)).toEqual([
      '3 rows changed in books (2 added, 1 deleted)',
      '1 row was changed in authors',
    ]);
  });

  it('that end after a pause, and after a minute', () => {
    expect(
      fold([
        ['t', 'INSERT', 0],
        ['t', 'INSERT', 10_001],
      ]),
    ).toHaveLength(2);
    const steady = Array.from({ length: 10 }, (_, i): [string, string, number] => ['t', 'INSERT', i * 9000]);
    expect(fold(steady).map((line) => line.inserted)).toEqual([3, 7]);
  });

  it('and not what is no change of rows', () => {
    expect(fold([['t', 'TRUNCATE', 0]])).toEqual([]);
  });
});

it('says details in words, with their units', () => {
  const details = { kinds: ['select', 'update'], read_only: false, execution_time_ms: 1500, history_id: 'h' };
  expect(detailsInWords(details)).toEqual([
    ['Kinds', 'select, update'],
    ['Read only', 'No'],
    ['Execution time', '1.5 s'],
    ['History ID', 'h'],
  ]);
});

it('groups by the day of the person', () => {
  const now = new Date(2026, 4, 10, 12).getTime();
  const at = (day: number) => ({ ...toItem(entry({})), at: new Date(2026, 4, day, 9).getTime() });
  const days = groupByDay([at(10), at(9), at(9), at(1)], now);
  expect(days.map(({ label, items }) => [label, items.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['1 May 2026', 1],
  ]);
});

it('reads the view from the URL, and forgives what it can not read', () => {
  const view = readActivityView({ kind: 'x', range: 'day', person: ANNA.email });
  expect(view).toEqual({ kind: 'all', range: 'day', person: ANNA.email, search: '' });
  expect(hasRowChanges(view)).toBe(false);
  expect(toAuditQuery(view, 86_400_000)).toEqual({ actor: ANNA.email, since: '1970-01-01T00:00:00.000Z' });
  expect(toAuditQuery({ ...view, kind: 'changes' }, 0)).toBeUndefined();
});

it('exports CSV that keeps commas and quotes', async () => {
  const text = await exportEntries([entry({ details: { a: 'x,"y"' } })], 'csv').text();
  const [names, line] = text.split('\n');
  expect(names?.startsWith('at,action,outcome,sentence')).toBe(true);
  expect(line?.endsWith(`,1,"{""a"":""x,\\""y\\""""}"`)).toBe(true);
});
