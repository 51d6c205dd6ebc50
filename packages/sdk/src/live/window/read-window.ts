import { NotFoundError } from '../../errors.ts';
import type { RequestOptions } from '../../http/request-options.ts';
import type { RowRead } from '../../rows/read-rows.ts';
import type { SelfDBClient } from '../client.ts';
import { type LiveRow, RowWindow } from './row-window.ts';
import { shapeOf, type TableShape } from './table-shape.ts';

export const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;

/** Finds a table by its name. Throws NotFoundError if you may see none of that name. */
export async function findShape(
  { tables }: SelfDBClient,
  name: string,
  options: RequestOptions,
): Promise<TableShape> {
  for (let skip = 0; ; skip += MAX_PAGE_SIZE) {
    // The API searches within names, so the right one may be on any page.
    const list = { search: name, sortBy: 'name' as const, sortOrder: 'asc' as const };
    const found = await tables.list({ ...list, skip, limit: MAX_PAGE_SIZE }, options);
    const table = found.find((one) => one.name === name);
    if (table) return shapeOf(table.truncated ? await tables.get(table.id, options) : table);
    if (found.length < MAX_PAGE_SIZE) break;
  }
  const message = `There is no table ${JSON.stringify(name)}, or you may not see it.`;
  throw new NotFoundError(message, { status: 404, code: 'not_found' });
}

/** The read with the columns that place a row among those selected. */
export function withPlace(shape: TableShape, read: RowRead): RowRead {
  if (read.select === undefined) return read;
  const columns = typeof read.select === 'string' ? read.select.split(',') : read.select;
  const needed = [...shape.key, ...(read.sortBy === undefined ? [] : [read.sortBy])];
  return { ...read, select: [...new Set([...columns, ...needed])] };
}

/** Reads the first rows of a list: `count` of them, page by page. */
export async function readWindow(
  client: SelfDBClient,
  shape: TableShape,
  read: RowRead,
  { count, limit, signal }: { count: number; limit: number | undefined; signal: AbortSignal },
): Promise<RowWindow> {
  const window = new RowWindow(shape, read, limit);
  do {
    const wanted = Math.min(count - window.rows.length, MAX_PAGE_SIZE);
    await readOn(client, shape, window, { ...read, pageSize: wanted }, signal);
  } while (window.hasMore && window.cursor !== undefined && window.rows.length < count);
  return window;
}

/** Reads the next page of a window. */
export async function readOn(
  { tables }: SelfDBClient,
  shape: TableShape,
  window: RowWindow,
  read: RowRead,
  signal: AbortSignal,
): Promise<void> {
  const { cursor } = window;
  const page = await tables.data.fetch<LiveRow>(shape.id, { ...read, cursor, count: 'none' }, { signal });
  // Without a unique order there is no cursor.
  const hasMore = page.next_cursor !== null || (shape.key.length === 0 && page.data.length === page.pageSize);
  window.append(page.data, page.next_cursor, hasMore);
}
