import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { RightsChange } from '../../change.ts';
import { feedStubOf } from '../../testing/stubs.ts';
import { formatCursor } from '../cursor.ts';
import { ChangeLog } from './change-log.ts';

const LIMITS = { maxBytes: 1_000_000, maxAgeSeconds: 3600 };
const LSN = '0000000000000100';
const ANONYMOUS = { relid: 7, userId: undefined };
const USER = { relid: 7, userId: 'me' };

/** A log with changes of the rights of `table:7`, `user:7`, `session:me`, `user:me` and `table:8`, at the commits 1 to 5. */
function inLog<T>(work: (log: ChangeLog, sql: SqlStorage) => T): Promise<T> {
  return runInDurableObject(feedStubOf(crypto.randomUUID()), (_, { storage }) => {
    const log = new ChangeLog(storage.sql, LIMITS);
    log.beginEpoch('1', LSN, 'The feed has begun.');
    for (const [index, concern] of ['table:7', 'user:7', 'session:me', 'user:me', 'table:8'].entries()) {
      keep(log, index + 1, concern);
    }
    return work(log, storage.sql);
  });
}

function cursorOf(log: ChangeLog, commit: number): string {
  return formatCursor({ epoch: log.state?.epoch ?? '', lsn: LSN.replace('1', String(commit + 1)), index: 1 });
}

function append(log: ChangeLog, commit: number, concern: string): void {
  const [of, id = ''] = concern.split(':') as [RightsChange['of'], string];
  log.append([{ type: 'rights', cursor: cursorOf(log, commit), of, id, xid: commit, now: null }]);
}

function keep(log: ChangeLog, commit: number, concern: string): void {
  append(log, commit, concern);
  log.show(cursorOf(log, commit), LSN);
}

/** The positions at which a replay would begin too early. */
const tooEarly = (log: ChangeLog, reader: typeof USER | typeof ANONYMOUS) =>
  [0, 1, 2, 3, 4, 5, 6].filter((commit) =>
    log.haveRightsChanged({ ...reader, since: cursorOf(log, commit) }),
  );

it('the last change of the table and of the user counts, and no change of sessions or others', async () => {
  await inLog((log) => {
    expect(tooEarly(log, ANONYMOUS)).toEqual([0]);
    expect(tooEarly(log, USER)).toEqual([0, 1, 2, 3]);
    expect(tooEarly(log, { relid: 9, userId: 'other' })).toEqual([]);
    keep(log, 6, 'table:7');
    expect(tooEarly(log, ANONYMOUS)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

it('a transaction that is cut off and comes again hides no earlier change', async () => {
  await inLog((log, sql) => {
    append(log, 6, 'table:7');
    log.discardUnseen();
    expect(tooEarly(new ChangeLog(sql, LIMITS), ANONYMOUS)).toContain(0);
  });
});

it('changes are known as far back as the log, and none of another history', async () => {
  await inLog((log, sql) => {
    const count = () => Number(sql.exec('select count(*) as n from last_rights').one().n);
    sql.exec('update chunks set at = 0 where first < ?', cursorOf(log, 2).slice(-25));
    log.trim(log.position);
    expect([count(), tooEarly(new ChangeLog(sql, LIMITS), USER)]).toEqual([3, [0, 1, 2, 3]]);
    log.beginEpoch('1', LSN, 'The slot was lost.');
    expect([count(), tooEarly(log, USER)]).toEqual([0, []]);
  });
});
