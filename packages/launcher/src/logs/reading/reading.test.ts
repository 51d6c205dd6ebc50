import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotateLog } from '../log-file.ts';
import { readHistory } from './read-history.ts';
import { readNews } from './read-news.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-reading-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const pathOf = (log: string) => join(directory, `${log}.log`);

function line(second: number, fields: Record<string, unknown> = {}): string {
  return `${JSON.stringify({ time: at(second), level: 'info', service: 'api', event: 'request', ...fields })}\n`;
}

function read(query: Partial<Parameters<typeof readHistory>[2]> = {}, bounds = {}) {
  return readHistory(directory, ['edge', 'postgres'], { limit: 100, ...query }, bounds);
}

const numbers = (data: { fields: Record<string, unknown> }[]) => data.map(({ fields }) => fields.n);

/** All pages of a query, one after the other. */
async function readAll(limit: number): Promise<unknown[]> {
  const all: unknown[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read({ limit, ...(cursor && { cursor }) });
    all.push(...numbers(page.data));
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}

describe('history', () => {
  it('has the rotated files, and pages miss no entry and repeat none while the log goes on and is rotated', async () => {
    for (let n = 0; n < 9; n++) {
      appendFileSync(pathOf('edge'), line(n, { n }));
      if (n === 3 || n === 6) rotateLog(pathOf('edge'), 1);
    }
    expect(await readAll(2)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    const page = await read({ limit: 3 });
    appendFileSync(pathOf('edge'), line(9, { n: 9 }));
    rotateLog(pathOf('edge'), 1);
    const next = await read({ limit: 3, cursor: page.next_cursor ?? '' });
    expect(numbers(next.data)).toEqual([5, 4]);
    expect(next.next_cursor).toBeNull();
  });

  it('merges the logs by time', async () => {
    writeFileSync(pathOf('edge'), line(1, { n: 1 }) + line(4, { n: 4 }));
    writeFileSync(pathOf('postgres'), line(2, { n: 2 }) + line(3, { n: 3 }));
    expect(await readAll(3)).toEqual([4, 3, 2, 1]);
  });

  it('makes entries of lines of text, with the level of their words and the time of the line or the one above', async () => {
    writeFileSync(
      pathOf('postgres'),
      '2026-01-01 00:00:05.250 UTC [12] ERROR:  relation "x" does not exist\n' +
        '2026-01-01 00:00:06.000 UTC [12] LOG:  checkpoint\n\tmore of it\n  and more\n' +
        'workerd/io.c++:12: warning: cut off\n{"time":"2026-01-01T00:00:07.000Z","level":"info","ev\n\n',
    );
    const { data } = await read();
    expect(data.map(({ time, level, message }) => [time.slice(17), level, message])).toEqual([
      ['07.000Z', 'info', '{"time":"2026-01-01T00:00:07.000Z","level":"info","ev'],
      ['06.000Z', 'warn', 'workerd/io.c++:12: warning: cut off'],
      ['06.000Z', 'info', '[12] LOG:  checkpoint\n\tmore of it\n  and more'],
      ['05.250Z', 'error', '[12] ERROR:  relation "x" does not exist'],
    ]);
  });

  it('reads characters that chunks cut, and bounds long lines', async () => {
    const text = 'äöü€🎬'.repeat(600);
    const expected = Array.from({ length: 60 }, (_, n) => n).reverse();
    writeFileSync(
      pathOf('edge'),
      expected
        .toReversed()
        .map((n) => line(n, { n, text }))
        .join(''),
    );
    const { data } = await read();
    expect(numbers(data)).toEqual(expected);
    expect(data.every(({ fields }) => fields.text === text)).toBe(true);
    appendFileSync(pathOf('edge'), line(60, { huge: 'x'.repeat(1_000_000) }) + line(61, { n: 61 }));
    const [last, huge, before] = (await read({ limit: 3 })).data;
    expect([last?.fields.n, huge?.time, huge?.message?.length, before?.fields.n]).toEqual([
      61,
      at(60),
      65_536,
      59,
    ]);
  });

  it('filters by level, service, request, text and time', async () => {
    writeFileSync(
      pathOf('edge'),
      line(1, { n: 1, level: 'error', request_id: 'r-1' }) +
        line(2, { n: 2, service: 'auth', reason: 'It is "FULL".' }) +
        line(3, { n: 3, level: 'warn', request_id: 'r-12', other: 'r-1' }) +
        line(4, { n: 4, level: 'debug' }),
    );
    const found = async (query: Parameters<typeof read>[0]) => numbers((await read(query)).data);
    expect(await found({ level: 'warn' })).toEqual([3, 1]);
    expect(await found({ services: ['auth'] })).toEqual([2]);
    expect(await found({ request_id: 'r-1' })).toEqual([1]);
    expect(await found({ search: 'is "full"' })).toEqual([2]);
    expect(await found({ search: '.*' })).toEqual([]);
    expect(await found({ since: Date.parse(at(2)), until: Date.parse(at(3)) })).toEqual([3, 2]);
  });

  it('ends early when it has read enough, and says where to continue', async () => {
    writeFileSync(pathOf('edge'), Array.from({ length: 5000 }, (_, n) => line(n % 60, { n })).join(''));
    appendFileSync(pathOf('edge'), line(59));
    const page = await read({ search: '"n":0}' }, { bytesRead: 1000 });
    expect([page.data.length, page.is_complete, typeof page.next_cursor]).toEqual([0, false, 'string']);
    const next = await read({ search: '"n":0}', cursor: page.next_cursor ?? '' });
    expect([numbers(next.data), next.is_complete]).toEqual([[0], true]);
    expect((await read({}, { answerBytes: 1000 })).data.length).toBeLessThan(20);
  });
});

describe('news', () => {
  const news = (cursor?: string) => readNews(directory, ['edge', 'postgres'], cursor, {});

  it('are what is written after the cursor of the history, also to a new log', async () => {
    const [head = '', tail = ''] = line(1, { n: 1 }).split('request');
    writeFileSync(pathOf('edge'), `${line(0)}${head}`);
    const { follow_cursor } = await read();
    expect(news(follow_cursor).entries).toEqual([]);
    appendFileSync(pathOf('edge'), `request${tail}${line(3, { n: 3 })}`);
    writeFileSync(pathOf('postgres'), line(2, { n: 2 }));
    const { entries, cursor } = news(follow_cursor);
    expect(entries.map(({ entry }) => entry.fields.n)).toEqual([1, 2, 3]);
    expect(news(cursor).entries).toEqual([]);
  });

  it('continue after each of them, across rotations', () => {
    const start = news().cursor;
    for (let n = 0; n < 5; n++) {
      // Out of order, as lines of two workers can be.
      appendFileSync(pathOf('edge'), line(n % 2 === 0 ? n : 0, { n }));
      if (n === 2) rotateLog(pathOf('edge'), 1);
    }
    const seen: unknown[] = [];
    for (let cursor = start; seen.length < 5; ) {
      const [first] = news(cursor).entries;
      if (first) {
        seen.push(first.entry.fields.n);
        cursor = first.cursor;
      } else {
        cursor = news(cursor).cursor;
      }
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('say when lines were deleted before they were read', () => {
    writeFileSync(pathOf('edge'), line(1));
    const { cursor } = news();
    for (let n = 0; n < 4; n++) {
      appendFileSync(pathOf('edge'), line(n + 2, { n }));
      rotateLog(pathOf('edge'), 1);
    }
    const first = news(cursor);
    const entries = [...first.entries, ...news(first.cursor).entries];
    expect(entries.map(({ entry }) => entry.fields.n ?? entry.event)).toEqual(['lines_missed', 2, 3]);
  });

  it('wait for the end of a long line', () => {
    const { cursor } = news();
    writeFileSync(pathOf('edge'), `{"time":"${at(1)}","long":"${'x'.repeat(600_000)}`);
    expect(news(cursor).entries).toEqual([]);
    appendFileSync(pathOf('edge'), `"}\n${line(2, { n: 2 })}`);
    const first = news(cursor);
    expect(first.entries.map(({ entry }) => entry.time)).toEqual([at(1)]);
    expect(news(first.cursor).entries.map(({ entry }) => entry.fields.n)).toEqual([2]);
  });
});
