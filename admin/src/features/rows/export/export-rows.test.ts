import { expect, it } from 'vitest';
import type { RowsApi } from '../source/rows-api.ts';
import { exportRows } from './export-rows.ts';

const view = { search: '', filter: undefined, sort: undefined };

function setUp(total: number) {
  const asked: (string | undefined)[] = [];
  let text = '';
  let state = 'open';
  const page: RowsApi['page'] = async (_view, { page: number = 1, cursor, pageSize }) => {
    asked.push(cursor);
    const from = Number(cursor ?? (number - 1) * pageSize);
    const count = Math.max(0, Math.min(pageSize, total - from));
    const rows = Array.from({ length: count }, (_, i) => ({ id: from + i, note: i % 2 ? null : 'a,b' }));
    return { rows, next: from + count < total ? String(from + count) : null };
  };
  const sink = {
    write: async (piece: string) => {
      text += piece;
    },
    close: async () => {
      state = 'closed';
    },
    abort: async () => {
      state = 'aborted';
    },
  };
  const job = (format: 'csv' | 'json', signal = new AbortController().signal) => ({
    api: { page },
    view,
    format,
    columns: ['id', 'note'],
    signal,
    onProgress: () => undefined,
  });
  return { asked, sink, job, text: () => text, state: () => state };
}

it('writes all rows as CSV, page by page by cursor', async () => {
  const { asked, sink, job, text, state } = setUp(2500);
  expect(await exportRows(job('csv'), sink)).toBe(2500);
  expect(asked).toEqual([undefined, '1000', '2000']);
  const lines = text().split('\r\n');
  expect(lines).toHaveLength(2502);
  expect(lines.slice(0, 3)).toEqual(['id,note', '0,"a,b"', '1,']);
  expect(state()).toBe('closed');
});

it.each([0, 1, 1000, 1001])('writes %i rows as one JSON array', async (total) => {
  const { sink, job, text } = setUp(total);
  await exportRows(job('json'), sink);
  expect(JSON.parse(text())).toHaveLength(total);
});

it('leaves no file behind when it is cancelled', async () => {
  const { sink, job, state } = setUp(5000);
  await expect(exportRows(job('csv', AbortSignal.abort()), sink)).rejects.toThrow();
  expect(state()).toBe('aborted');
});
