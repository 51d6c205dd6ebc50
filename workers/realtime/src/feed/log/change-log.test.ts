import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { RightsChange, RowChange } from '../../change.ts';
import { feedStubOf } from '../../testing/stubs.ts';
import { formatCursor } from '../cursor.ts';
import { ChangeLog, type LogLimits } from './change-log.ts';
import type { LoggedItem } from './chunk-text.ts';

const LIMITS: LogLimits = { maxBytes: 1_000_000, maxAgeSeconds: 3600 };
const LSN = '0000000000000100';

function inLog<T>(work: (log: ChangeLog, sql: SqlStorage) => T, limits = LIMITS): Promise<T> {
  return runInDurableObject(feedStubOf(crypto.randomUUID()), (_, { storage }) => {
    const log = new ChangeLog(storage.sql, limits);
    log.beginEpoch('1', LSN, 'The feed has begun.');
    return work(log, storage.sql);
  });
}

function cursorOf(log: ChangeLog, commit: number, index = 1): string {
  const lsn = (0x100 + commit).toString(16).toUpperCase().padStart(16, '0');
  return formatCursor({ epoch: log.state?.epoch ?? '', lsn, index });
}

function row(log: ChangeLog, commit: number, { relid = 7, payload = `{"n":${commit}}` } = {}): RowChange {
  return { type: 'row', cursor: cursorOf(log, commit), relid, kind: 'INSERT', payload };
}

function keep(log: ChangeLog, item: RowChange | RightsChange): void {
  log.append([item]);
  log.show(item.cursor, LSN);
}

const chunksIn = (sql: SqlStorage) => Number(sql.exec('select count(*) as n from chunks').one().n);

it('items are not visible before their transaction is shown', async () => {
  await inLog((log) => {
    log.append([row(log, 1)]);
    expect(log.read(log.start)).toEqual([]);
    expect(log.replay({ relid: 7, through: cursorOf(log, 9) }, log.start)).toEqual({
      items: [],
      next: undefined,
    });
    log.show(cursorOf(log, 1), LSN);
    expect(log.read(log.start)).toEqual([row(log, 1)]);
    log.append([row(log, 2)]);
    log.discardUnseen();
    log.show(cursorOf(log, 3), LSN);
    expect(log.read(log.start)).toEqual([row(log, 1)]);
  });
});

it('items are read as they were written', async () => {
  await inLog((log) => {
    const base = { cursor: cursorOf(log, 1), relid: 16_423 };
    const items = [
      { ...base, type: 'row', kind: 'UPDATE', payload: '{"new": {"a":"ä 😀"},\n"old":null}' },
      { ...base, type: 'row', kind: 'DELETE', payload: '{}', cursor: cursorOf(log, 1, 2) },
      { ...base, type: 'table', what: 'truncated', cursor: cursorOf(log, 1, 3) },
      { ...base, type: 'table', what: 'altered', cursor: cursorOf(log, 1, 4) },
    ] as const;
    const right = {
      type: 'rights',
      of: 'user',
      id: 'u',
      xid: 7,
      now: { role: 'ADMIN', x: null },
    } as const;
    log.append([...items, { ...right, cursor: cursorOf(log, 1, 5) }]);
    log.show(cursorOf(log, 1, 5), LSN);
    expect(log.read(log.start)).toEqual([...items, { ...right, cursor: cursorOf(log, 1, 5) }]);
    expect(log.read(cursorOf(log, 1, 3))).toHaveLength(2);
    // Only Hubs are told that a table was altered.
    expect(log.replay({ relid: 16_423, through: cursorOf(log, 1, 5) }, log.start).items).toEqual(
      items.slice(0, 3),
    );
    expect(log.replay({ relid: 16_423, through: cursorOf(log, 1, 3) }, cursorOf(log, 1, 1)).items).toEqual(
      items.slice(1, 3),
    );
    expect(log.replay({ relid: 1, through: cursorOf(log, 1, 5) }, log.start).items).toEqual([]);
  });
});

it('partial and lost changes, and table names of any form, are read as they were written', async () => {
  await inLog((log) => {
    const of = (index: number) => ({ cursor: cursorOf(log, 1, index), relid: 16_423 });
    const items: LoggedItem[] = [
      { ...of(1), type: 'row', kind: 'INSERT', payload: '{}', isPartial: true },
      { ...of(2), type: 'row', kind: 'UPDATE', payload: '{}', isPartial: true },
      { ...of(3), type: 'row', kind: 'DELETE', payload: '{}', isPartial: true },
      { ...of(4), type: 'table', what: 'lost' },
      { ...of(5), type: 'table', what: 'seen', name: 'a\u001eI' },
      { ...of(6), type: 'table', what: 'altered', name: '\u001f"' },
      { ...of(7), type: 'table', what: 'seen', name: '"a"' },
    ];
    log.append(items);
    log.show(cursorOf(log, 1, 7), LSN);
    expect(log.read(log.start)).toEqual(items);
    const range = { relid: 16_423, through: log.position };
    expect(log.replay(range, log.start).items).toEqual(items.slice(0, 4));
  });
});

it('a loss keeps its reason while older items are trimmed', async () => {
  const limits = { ...LIMITS, maxBytes: 20 };
  await inLog((log, sql) => {
    for (const commit of [1, 2, 3, 4]) keep(log, row(log, commit));
    log.lose(cursorOf(log, 2), 'Something is lost.');
    const again = new ChangeLog(sql, limits);
    expect([again.trimmed, again.state?.gapReason]).toEqual([cursorOf(log, 2), 'Something is lost.']);
    again.trim(cursorOf(log, 1));
    expect([again.trimmed, again.state?.gapReason]).toEqual([cursorOf(log, 2), 'Something is lost.']);
    again.trim(cursorOf(log, 4));
    expect(again.trimmed > cursorOf(log, 2)).toBe(true);
    expect(again.state?.gapReason).toBeUndefined();
  }, limits);
});

it('unreadable messages are counted as long as the log exists', async () => {
  await inLog((log, sql) => {
    log.countSkipped();
    log.countSkipped();
    log.beginEpoch('1', LSN, 'Another history.');
    expect(new ChangeLog(sql, LIMITS).skipped).toBe(2);
  });
});

it('a change larger than a value in SQLite is read whole', async () => {
  await inLog((log) => {
    const payload = `{"t":"${'x'.repeat(499_993)}${'😀'.repeat(900_000)}"}`;
    keep(log, row(log, 1, { payload }));
    keep(log, row(log, 2));
    expect(log.read(log.start)[0]).toEqual(row(log, 1, { payload }));
    expect(log.replay({ relid: 7, through: log.position }, log.start)).toMatchObject({
      next: cursorOf(log, 1),
    });
    expect(log.replay({ relid: 7, through: log.position }, cursorOf(log, 1)).items).toEqual([row(log, 2)]);
  });
});

it('small chunks are joined, and no item is lost', async () => {
  await inLog((log, sql) => {
    const items = Array.from({ length: 1000 }, (_, i) => row(log, i + 1, { relid: 7 + (i % 3) }));
    for (const item of items) keep(log, item);
    expect(chunksIn(sql)).toBeLessThan(150);
    expect(log.read(log.start)).toEqual(items);
    expect(log.replay({ relid: 8, through: log.position }, log.start).items).toEqual(
      items.filter(({ relid }) => relid === 8),
    );
    expect(log.read(cursorOf(log, 500))).toEqual(items.slice(500));
  });
});

it('a table is replayed in consecutive pages', async () => {
  await inLog((log) => {
    const payload = `"${'x'.repeat(10_000)}"`;
    const items = Array.from({ length: 100 }, (_, i) => row(log, i + 1, { relid: 7 + (i % 2), payload }));
    for (const item of items) keep(log, item);
    const pages = [];
    for (let after: string | undefined = log.start; after !== undefined; ) {
      const page = log.replay({ relid: 7, through: log.position }, after);
      pages.push(page.items);
      after = page.next;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual(items.filter(({ relid }) => relid === 7));
  });
});

it('the oldest items are trimmed when the log is too large, unless a reader still needs them', async () => {
  await inLog((log, sql) => {
    const payload = `"${'x'.repeat(40_000)}"`;
    for (let n = 1; n <= 50; n += 1) keep(log, row(log, n, { payload }));
    const whole = log.bytes;
    log.trim(cursorOf(log, 3));
    expect(log.trimmed).toBe(cursorOf(log, 3));
    log.trim(log.position);
    expect(log.bytes).toBeLessThanOrEqual(LIMITS.maxBytes);
    expect(log.bytes).toBeGreaterThan(LIMITS.maxBytes - 50_000);
    expect(log.bytes).toBe(Number(sql.exec('select sum(bytes) as n from chunks').one().n));
    expect(whole).toBeGreaterThan(2_000_000);
    expect(log.read(log.trimmed)[0]).toEqual(row(log, 27, { payload }));
  });
});

it('items that are too old are trimmed', async () => {
  await inLog(
    (log, sql) => {
      keep(log, row(log, 1));
      sql.exec('update chunks set at = at - 2000');
      keep(log, row(log, 2));
      log.trim(log.position);
      expect(log.trimmed).toBe(cursorOf(log, 1));
      expect(log.read(log.trimmed)).toEqual([row(log, 2)]);
    },
    { ...LIMITS, maxAgeSeconds: 1 },
  );
});

it('a log in an older format is started anew', async () => {
  await inLog((log, sql) => {
    keep(log, row(log, 1));
    sql.exec(`update state set body = json_set(body, '$.form', 1)`);
    expect(new ChangeLog(sql, LIMITS).state).toBeUndefined();
  });
});

it('a log is unchanged after it is reopened, and another epoch begins empty', async () => {
  await inLog((log, sql) => {
    keep(log, row(log, 1));
    log.shapes.save(new Map([[7, 'shape']]));
    const again = new ChangeLog(sql, LIMITS);
    expect([again.position, again.bytes, again.read(again.start)]).toEqual([
      log.position,
      log.bytes,
      [row(log, 1)],
    ]);
    expect(again.shapes.all()).toEqual(new Map([[7, 'shape']]));
    again.beginEpoch('2', LSN, 'why');
    expect([again.bytes, again.read(again.start), again.shapes.all().size]).toEqual([0, [], 0]);
    expect(again.state).toMatchObject({ system: '2', reason: 'why', trimmed: again.state?.start });
  });
});
