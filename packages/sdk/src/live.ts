import type { SelfDBClient } from './live/client.ts';
import { LiveRows, questionOf } from './live/live-rows.ts';
import type { RowQuery } from './rows/row-query.ts';

export type { SelfDBClient } from './live/client.ts';
export type { LiveRows, LiveRowsState } from './live/live-rows.ts';
export { type UploadSetup, UploadTask, type UploadTaskState } from './live/upload-task.ts';
export { type UserState, type UserStore, userOf } from './live/user-store.ts';

/**
 * The rows of a query, kept current by realtime. `subscribe` begins to follow them.
 *
 * @example
 * const books = liveRows(selfdb, selfdb.table('books').query().sort('title').pageSize(20));
 * const stop = books.subscribe(() => console.log(books.getState().rows));
 * stop();
 */
export function liveRows<Row extends object, Selected extends object>(
  selfdb: SelfDBClient,
  query: RowQuery<Row, Selected>,
): LiveRows<Selected> {
  return new LiveRows<Selected>(selfdb, questionOf(query));
}
