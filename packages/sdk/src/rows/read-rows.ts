import type { QueryRows, RowPage } from '../generated/types.gen.ts';
import { queryText } from '../http/attempt.ts';
import type { HttpClient } from '../http/client.ts';
import type { SortOrder } from '../http/list-options.ts';
import { pathTo } from '../http/path.ts';
import type { RequestOptions } from '../http/request-options.ts';
import type { Filter } from './filter.ts';

/** Some rows, and where they stand. */
export interface Page<Row> extends Omit<RowPage, 'data'> {
  data: Row[];
}

/** Which rows to read, and in which order. */
export interface ReadOptions<Row> extends RowRead {
  /** Default: the newest first. */
  sortBy?: (keyof Row & string) | undefined;
  /** Default: all columns. */
  select?: readonly (keyof Row & string)[] | string | undefined;
  filter?: Filter<Row> | undefined;
}

/** The same for any table. */
export interface RowRead {
  /** From 1. */
  page?: number | undefined;
  /** At most 1000. Default: 100. */
  pageSize?: number | undefined;
  /** Literal text, in all text columns. */
  search?: string | undefined;
  sortBy?: string | undefined;
  /** Default: `desc`. */
  sortOrder?: SortOrder | undefined;
  select?: readonly string[] | string | undefined;
  filter?: object | undefined;
  /** `next_cursor` of the page before. */
  cursor?: string | undefined;
  /** How `total` is counted. Default: `exact`. */
  count?: 'exact' | 'estimated' | 'none' | undefined;
}

/** Servers refuse URLs from 64 KiB, and proxies earlier. */
const MAX_QUERY_CHARACTERS = 4000;

/** Reads a page of a table's rows. A filter that is too long for a URL travels in a body. */
export function readRows<Selected>(
  http: HttpClient,
  tableId: string,
  read: RowRead,
  options?: RequestOptions,
): Promise<Page<Selected>> {
  const { filter, select, pageSize, sortBy, sortOrder, ...rest } = read;
  const columns = typeof select === 'string' || select === undefined ? select : select.join(',');
  const others = { ...rest, page_size: pageSize, sort_by: sortBy, sort_order: sortOrder, select: columns };
  const query = { ...others, filter: filter && JSON.stringify(filter) };
  const path = rowsPath(tableId);
  if (queryText(query).length <= MAX_QUERY_CHARACTERS) return http.json('GET', path, { ...options, query });
  const json: { [K in keyof QueryRows]: QueryRows[K] | undefined } = { ...others, filter: { ...filter } };
  return http.json('POST', `${path}/query`, { ...options, json, isSafe: true });
}

/** The path of a table's rows. */
export function rowsPath(tableId: string): string {
  return `${pathTo('/tables', tableId)}/data`;
}
