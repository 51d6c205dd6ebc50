import { asUser } from '@selfdb/server/db/authority';
import { isJson } from '@selfdb/server/filter/read-test';
import { type JsonValue, parseJson } from '@selfdb/server/json/json-value';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { ListRows } from '@selfdb/shared/rows/schema';
import { withTable } from '../catalog/catalog.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import type { RequestContext } from '../request-context.ts';
import { decodeCursor, encodeCursor, MAX_CURSOR_CHARACTERS } from './cursor.ts';
import { type Candidate, withMore } from './errors/locate-bad-value.ts';
import * as repository from './repository.ts';
import { runRead, runWrite } from './run-statement.ts';
import { getColumn, parseColumnList } from './statement/columns.ts';
import { parseFilter } from './statement/filter.ts';
import { type Order, orderKey, orderOf } from './statement/order.ts';
import {
  candidatesOf,
  missingColumns,
  type RowInput,
  requireSmallDefaults,
  withPlainIntegers,
  writtenColumns,
} from './statement/write/write-values.ts';

export interface RowKey {
  tableId: string;
  rowId: string;
  idColumn: string | undefined;
}

/** A row as JSON. */
export function getRow(context: RequestContext, { tableId, rowId, idColumn }: RowKey): Promise<string> {
  const { db, principal } = context;
  return withTable(context, tableId, 'use', async (table) => {
    const key = keyColumn(table, idColumn);
    const found = await runRead(context, [keyCandidate(key, rowId)], () =>
      repository.selectRow(db.tables, principal, table, key, rowId),
    );
    return bodyOf(found);
  });
}

/** The parameters of a list, with the filter as JSON or as its text. */
type RowList = Omit<ListRows, 'filter'> & { filter?: JsonValue | undefined };

/** A page of rows as the JSON of the contract's `{data, total, page, pageSize, page_size, next_cursor}`. */
export function listRows(
  context: RequestContext,
  secret: string,
  tableId: string,
  query: RowList,
): Promise<string> {
  const { db, principal } = context;
  return withTable(context, tableId, 'use', async (table) => {
    const order = orderOf(table, query);
    const filter = query.filter === undefined ? undefined : parseFilter(table, query.filter);
    const conditions = filter && !filter.isEmpty ? [filter.where] : [];
    if (query.search) conditions.push(repository.matchesSearch(table, query.search));
    const found = await runRead(context, filter?.candidates ?? [], () =>
      repository.selectRows(db.tables, principal, table, {
        columns: query.select === undefined ? undefined : parseColumnList(table, query.select, 'select'),
        conditions,
        isExpensive: Boolean(query.search) || filter?.isExpensive === true,
        order,
        after: positionOfCursor(secret, table, order, query.cursor),
        offset: query.cursor === undefined ? (query.page - 1) * query.page_size : 0,
        limit: query.page_size,
        count: query.count,
      }),
    );
    return pageJson(found, query, nextCursor(secret, table, order, query, found));
  });
}

/** The inserted row, or an array of them, as JSON. `conflict` names the columns of an upsert. */
export function insertRows(
  context: RequestContext,
  tableId: string,
  given: RowInput,
  conflict: string | undefined,
): Promise<string> {
  const { db, principal } = context;
  if (conflict !== undefined) asUser(principal);
  return withTable(context, tableId, conflict === undefined ? 'use' : 'owner', async (table) => {
    const columns = writtenColumns(table, given);
    requireSmallDefaults(table, given, context.growth.maxGainedCharacters);
    const input = withPlainIntegers(table, given);
    const candidates = { ...candidatesOf(table, input), missing: missingColumns(table, input) };
    const found = await runWrite(context, candidates, () =>
      repository.insertRows(db.tables, principal, table, {
        input,
        columns,
        conflict: conflict === undefined ? undefined : parseColumnList(table, conflict, 'on_conflict'),
      }),
    );
    const body = found.body ?? '';
    return input.isArray ? `[${body}]` : body;
  });
}

/** The changed row as JSON. */
export async function updateRow(context: RequestContext, key: RowKey, given: RowInput): Promise<string> {
  const { db, principal } = context;
  asUser(principal);
  const found = await withTable(context, key.tableId, 'change_row', (table) => {
    const column = keyColumn(table, key.idColumn);
    const columns = changedColumns(table, given);
    const input = withPlainIntegers(table, given);
    const candidates = withMore(candidatesOf(table, input), [keyCandidate(column, key.rowId)]);
    return runWrite(context, candidates, () =>
      repository.updateRow(db.tables, principal, table, column, key.rowId, { input, columns }),
    );
  });
  requireOwnRow(found);
  return bodyOf(found);
}

/** Changes the rows that the filter matches, and returns their number. */
export async function updateRows(
  context: RequestContext,
  tableId: string,
  filterText: string,
  given: RowInput,
): Promise<number> {
  const { db, principal } = context;
  asUser(principal);
  const found = await withTable(context, tableId, 'owner', (table) => {
    const filter = parseFilter(table, filterText, { allowsEmpty: false });
    const columns = changedColumns(table, given);
    const input = withPlainIntegers(table, given);
    return runWrite(context, withMore(candidatesOf(table, input), filter.candidates), () =>
      repository.updateRows(db.tables, principal, table, filter.where, { input, columns }),
    );
  });
  return found.count;
}

/** Deletes a row. Throws not_found if there is none. */
export async function deleteRow(context: RequestContext, key: RowKey): Promise<void> {
  const { db, principal } = context;
  asUser(principal);
  const found = await withTable(context, key.tableId, 'change_row', (table) => {
    const column = keyColumn(table, key.idColumn);
    return runWrite(context, [keyCandidate(column, key.rowId)], () =>
      repository.deleteRow(db.tables, principal, table, column, key.rowId),
    );
  });
  requireOwnRow(found);
  if (found.count === 0) throw noSuchRow();
}

/** Deletes the rows that the filter matches, and returns their number. */
export async function deleteRows(
  context: RequestContext,
  tableId: string,
  filterText: string,
): Promise<number> {
  const { db, principal } = context;
  asUser(principal);
  const found = await withTable(context, tableId, 'owner', (table) => {
    const filter = parseFilter(table, filterText, { allowsEmpty: false });
    return runWrite(context, filter.candidates, () =>
      repository.deleteRows(db.tables, principal, table, filter.where),
    );
  });
  return found.count;
}

function keyColumn(table: TableMeta, name: string | undefined): Column {
  if (name === undefined) {
    const [key, ...more] = table.primaryKey;
    if (key && more.length === 0) return key;
    throw invalid(['query', 'id_column'], 'is required: the table has no primary key of one column');
  }
  const column = getColumn(table, name, ['query', 'id_column']);
  if (!column.unique) throw invalid(['query', 'id_column'], `"${name}" is not unique`);
  return column;
}

function keyCandidate(column: Column, rowId: string): Candidate {
  return { column, value: isJson(column) ? documentOf(rowId) : rowId, loc: ['path', 'row_id'] };
}

/** The content of a JSON text; Postgres refuses a text that is not JSON. */
function documentOf(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

function changedColumns(table: TableMeta, input: RowInput): Column[] {
  const columns = writtenColumns(table, input);
  if (columns.length === 0) throw invalid(['body'], 'must name at least one column to change');
  return columns;
}

function bodyOf({ body }: repository.BodyRow): string {
  if (body === null) throw noSuchRow();
  return body;
}

function requireOwnRow(found: Pick<repository.ChangedRow, 'is_others'>): void {
  if (!found.is_others) return;
  throw new AppError('forbidden', "Only the row's user, the table's owner or an administrator may do this.");
}

function noSuchRow(): AppError {
  return new AppError('not_found', 'There is no such row.');
}

function positionOfCursor(secret: string, table: TableMeta, order: Order, cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  if (!order.total) {
    throw invalid(['query', 'cursor'], 'no longer works: the table has no key. Read by page');
  }
  return decodeCursor(secret, cursor, table.id, orderKey(order));
}

function nextCursor(
  secret: string,
  table: TableMeta,
  order: Order,
  query: RowList,
  found: repository.PageRow,
) {
  if (found.last === null || found.fetched <= query.page_size || !order.total) return null;
  const values: (string | null)[] = JSON.parse(found.last);
  const cursor = encodeCursor(secret, { tableId: table.id, order: orderKey(order), values });
  // Without a cursor, which long texts would make too long, the client reads the list by page.
  return cursor.length > MAX_CURSOR_CHARACTERS ? null : cursor;
}

function pageJson(found: repository.PageRow, query: RowList, cursor: string | null): string {
  return `{"data":[${found.body ?? ''}],"total":${found.total},"page":${query.page},"pageSize":${query.page_size},"page_size":${query.page_size},"next_cursor":${JSON.stringify(cursor)}}`;
}
