import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StatePaths, statePaths } from '../config/paths.ts';
import { lineOfEntry, type MatchingQuery, matchingEntries } from './matching-entries.ts';

let directory: string;
let paths: StatePaths;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-matching-'));
  paths = statePaths(directory);
  mkdirSync(paths.logs, { recursive: true });
});

afterEach(() => rmSync(directory, { recursive: true }));

const pathOf = (log: string) => join(paths.logs, `${log}.log`);

function line(second: number, fields: Record<string, unknown>): string {
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  return `${JSON.stringify({ time, level: 'info', service: 'api', event: 'request', ...fields })}\n`;
}

async function find(query: Partial<MatchingQuery>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const entry of matchingEntries(paths, { filter: {}, count: 50, follow: false, ...query }))
    found.push(entry.fields.n);
  return found;
}

test('the newest lines that match are found in the logs of all processes, and come oldest first', async () => {
  writeFileSync(
    pathOf('edge'),
    line(1, { n: 1, request_id: 'r-1' }) + line(3, { n: 3, request_id: 'r-12', level: 'error' }),
  );
  writeFileSync(
    pathOf('auth'),
    line(2, { n: 2, request_id: 'r-1', service: 'auth', level: 'warn' }) + line(4, { n: 4 }),
  );
  writeFileSync(pathOf('build'), 'r-1 installs\n');
  expect(await find({ filter: { request_id: 'r-1' } })).toEqual([1, 2]);
  expect(await find({ filter: { level: 'warn' } })).toEqual([2, 3]);
  expect(await find({ filter: { services: ['api'] }, count: 2 })).toEqual([3, 4]);
  expect(await find({ filter: { level: 'warn' }, logs: ['auth'] })).toEqual([2]);
});

test('a search that follows goes on with the lines that are written after it began', async () => {
  writeFileSync(pathOf('edge'), line(1, { n: 1, level: 'error' }));
  const filter = { level: 'error' as const };
  const entries = matchingEntries(paths, { filter, count: 50, follow: true });
  const next = async () => (await entries.next()).value?.fields.n;
  expect(await next()).toBe(1);
  appendFileSync(pathOf('edge'), line(2, { n: 2 }) + line(3, { n: 3, level: 'error' }));
  expect(await next()).toBe(3);
  await entries.return(undefined);
});

test('an entry is one line of words and of values that can be told apart', () => {
  const entry = {
    id: 'edge-1',
    time: '2026-01-01T00:00:01.000Z',
    level: 'warn' as const,
    service: 'auth',
    request_id: 'r-1',
  };
  const fields = { status: 401, code: 'unauthenticated', reason: 'It is "wrong".\n\u001b[2J' };
  expect(lineOfEntry({ ...entry, event: 'request', message: null, fields })).toBe(
    '2026-01-01T00:00:01.000Z warn  auth       request status=401 code=unauthenticated reason="It is \\"wrong\\".\\n\\u001b[2J" request_id=r-1',
  );
  const text = { ...entry, request_id: null, event: null };
  expect(lineOfEntry({ ...text, message: '[12] LOG:  checkpoint', fields: {} })).toMatch(
    /auth {7}\[12\] LOG: {2}checkpoint$/,
  );
  expect(lineOfEntry({ ...text, message: null, fields: { message: 'slow request', ms: 5 } })).toMatch(
    / slow request ms=5$/,
  );
});
