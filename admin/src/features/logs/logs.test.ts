import type { LogEntry } from '@selfdb/sdk';
import { describe, expect, it } from 'vitest';
import { describeEntry, detailsOf, toLine } from './describe-entry.ts';
import { splitByMatch } from './list/split-by-match.ts';
import { isLikelyRequestId, readLogsView, sinceOf } from './logs-view.ts';

const entry = (given: Partial<LogEntry>): LogEntry => ({
  id: 'edge-1',
  time: '2026-01-31T08:15:30.123Z',
  level: 'info',
  service: 'api',
  event: 'request',
  message: null,
  request_id: 'r-1',
  fields: {},
  ...given,
});

describe('an entry in one line', () => {
  it('says what a request was, how it ended and why', () => {
    const fields = {
      method: 'GET',
      path: '/tables/x',
      status: 404,
      code: 'not_found',
      reason: 'There is no such table.',
      duration_ms: 12.3,
    };
    expect(toLine(entry({ fields }))).toBe(
      '2026-01-31T08:15:30.123Z INFO api GET /tables/x 404 not_found 12 ms — There is no such table. [r-1]',
    );
  });

  it('is the line of a process, or the event with its fields', () => {
    expect(describeEntry(entry({ event: null, message: 'LOG: ready' }))).toBe('LOG: ready');
    expect(describeEntry(entry({ event: 'swept', fields: { files: 3, ids: ['a'] } }))).toBe('swept: files=3');
  });
});

it('all fields of an entry have names, those of causes too', () => {
  const fields = { error: 'x', cause: { stack: 'Error: y\n  at z', more: [1] } };
  expect(detailsOf(entry({ event: null, fields })).slice(3)).toEqual([
    ['request_id', 'r-1'],
    ['error', 'x'],
    ['cause.stack', 'Error: y\n  at z'],
    ['cause.more', '[1]'],
  ]);
});

it('the URL says what is shown, and what makes no sense is left out', () => {
  expect(readLogsView({ level: 'loud', service: 'API!', request: 'a b', range: '2y', since: 'x' })).toEqual({
    search: '',
    level: undefined,
    service: '',
    request: undefined,
    range: 'any',
    since: undefined,
    until: undefined,
  });
  const view = readLogsView({ range: '1h', request: 'r-1' });
  expect([view.request, sinceOf(view, Date.UTC(2026, 0, 1, 1))]).toEqual(['r-1', '2026-01-01T00:00:00.000Z']);
});

it('matches are found without regard to case, as literal text', () => {
  expect(splitByMatch('A.b a.B ab', 'a.b')).toEqual(['', 'A.b', ' ', 'a.B', ' ab']);
  expect(splitByMatch('abc', '')).toEqual(['abc']);
});

it('a pasted id of a request is recognized', () => {
  expect(isLikelyRequestId(' 112d3301-f756-4ee3-bc66-cf388e65c49e ')).toBe(true);
  expect(['books', '2026'].some(isLikelyRequestId)).toBe(false);
});
