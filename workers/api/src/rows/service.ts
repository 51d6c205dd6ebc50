import type { Principal } from '@selfdb/shared/auth/principal';
import { asUser } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { ListRows } from '@selfdb/shared/schemas/row';
import type { Caller } from '../caller.ts';
import { requireOpen, withTable } from '../catalog/catalog.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import { blameColumn, type Candidate } from './blame.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import * as repository from './repository.ts';
import { getColumn, parseColumnList } from './statement/columns.ts';
import { parseFilter } from './statement/filter.ts';
import { type Order, orderKey, orderOf } from './statement/order.ts';
import { candidatesOf, type RowInput, writtenColumns } from './statement/write-values.ts';

interface RowKey {
  tableId: string;
  rowId: string;
  idColumn: string | undefined;
}

/** A row as JSON. */
export function getRow({ db, principal }: Caller, { tableId, rowId, idColumn }: RowKey): Promise<string> {
  return withTable(db, principal, tableId, async (table) => {
    const key = keyColumn(table, idColumn);
    const found = await blaming([keyCandidate(key, rowId)], () =>
      repository.selectRow(db, principal, table, key, rowId),
    );
    return bodyOf(principal, found);
  });
}

/** A page of rows as the JSON of the contract's `{data, total, page, pageSize, next_cursor}`. */
export function listRows(
  { db, principal }: Caller,
  secret: string,
  tableId: string,
  query: ListRows,
): Promise<string> {
  return withTable(db, principal, tableId, async (table) => {
    const order = orderOf(table, query);
    const filter = query.filter === undefined ? undefined : parseFilter(table, query.filter);
    const conditions = filter ? [filter.where] : [];
    if (query.search) conditions.push(repository.matchesSearch(table, query.search));
    const found = await blaming(filter?.candidates ?? [], () =>
      repository.selectRows(db, principal, table, {
        columns: query.select === undefined ? undefined : parseColumnList(table, query.select, 'select'),
        conditions,
        order,
        after: placeBefore(secret, table, order, query.cursor),
        offset: query.cursor === undefined ? (query.page - 1) * query.page_size : 0,
        limit: query.page_size,
        count: query.count,
        sameColumns: query.search !== undefined,
      }),
    );
    requireOpen(principal, found);
    return pageJson(found ?? {}, query, nextCursor(secret, table, order, query, found));
  });
}

/** The inserted row, or an array of them, as JSON. `conflict` names the columns of an upsert. */
export function insertRows(
  { db, principal }: Caller,
  tableId: string,
  input: RowInput,
  conflict: string | undefined,
): Promise<string> {
  return withTable(db, principal, tableId, async (table) => {
    const columns = writtenColumns(table, input);
    const found = await blaming(candidatesOf(table, input), () =>
      repository.insertRows(db, principal, table, {
        input,
        columns,
        conflict: conflict === undefined ? undefined : parseColumnList(table, conflict, 'on_conflict'),
      }),
    );
    requireOpen(principal, found);
    const body = String(found?.body ?? '');
    return input.isArray ? `[${body}]` : body;
  });
}

/** The changed row as JSON. */
export function updateRow({ db, principal }: Caller, key: RowKey, input: RowInput): Promise<string> {
  asUser(principal);
  return withTable(db, principal, key.tableId, async (table) => {
    const column = keyColumn(table, key.idColumn);
    const columns = changedColumns(table, input);
    const found = await blaming([...candidatesOf(table, input), keyCandidate(column, key.rowId)], () =>
      repository.updateRow(db, principal, table, column, key.rowId, { input, columns }),
    );
    return bodyOf(principal, found);
  });
}

/** How many rows the filter matched; all of them are changed. */
export function updateRows(
  { db, principal }: Caller,
  tableId: string,
  filterText: string,
  input: RowInput,
): Promise<number> {
  asUser(principal);
  return withTable(db, principal, tableId, async (table) => {
    const filter = parseFilter(table, filterText);
    const columns = changedColumns(table, input);
    const found = await blaming([...candidatesOf(table, input), ...filter.candidates], () =>
      repository.updateRows(db, principal, table, filter.where, { input, columns }),
    );
    return countOf(principal, found);
  });
}

/** Deletes a row. Throws not_found when it is not there. */
export function deleteRow({ db, principal }: Caller, key: RowKey): Promise<void> {
  asUser(principal);
  return withTable(db, principal, key.tableId, async (table) => {
    const column = keyColumn(table, key.idColumn);
    const found = await blaming([keyCandidate(column, key.rowId)], () =>
      repository.deleteRow(db, principal, table, column, key.rowId),
    );
    if (countOf(principal, found) === 0) throw noSuchRow();
  });
}

/** How many rows the filter matched; all of them are deleted. */
export function deleteRows({ db, principal }: Caller, tableId: string, filterText: string): Promise<number> {
  asUser(principal);
  return withTable(db, principal, tableId, async (table) => {
    const filter = parseFilter(table, filterText);
    const found = await blaming(filter.candidates, () =>
      repository.deleteRows(db, principal, table, filter.where),
    );
    return countOf(principal, found);
  });
}

function keyColumn(table: TableMeta, name: string | undefined): Column {
  if (name === undefined) {
    const [key, ...more] = table.primaryKey;
    if (key && more.length === 0) return key;
    throw invalid(['query', 'id_column'], 'is needed: the table has no primary key of one column');
  }
  const column = getColumn(table, name, ['query', 'id_column']);
  if (!column.unique) throw invalid(['query', 'id_column'], `"${name}" is not unique`);
  return column;
}

function keyCandidate(column: Column, rowId: string): Candidate {
  return { column, value: rowId, loc: ['path', 'row_id'] };
}

function changedColumns(table: TableMeta, input: RowInput): Column[] {
  const columns = writtenColumns(table, input);
  if (columns.length === 0) throw invalid(['body'], 'must name at least one column to change');
  return columns;
}

/** Runs a statement; an error about a value then names the column that the value was for. */
async function blaming(
  candidates: Iterable<Candidate>,
  run: () => Promise<Row | undefined>,
): Promise<Row | undefined> {
  try {
    return await run();
  } catch (error) {
    const pg = pgErrorOf(error);
    if (pg?.code === '42P10')
      throw invalid(['query', 'on_conflict'], 'needs columns with a unique constraint');
    if (pg?.code === '21000')
      throw new AppError('conflict', 'Two of the rows have the same key.', { cause: error });
    throw blameColumn(error, candidates);
  }
}

function bodyOf(principal: Principal, found: Row | undefined): string {
  requireOpen(principal, found);
  if (typeof found?.body !== 'string') throw noSuchRow();
  return found.body;
}

function countOf(principal: Principal, found: Row | undefined): number {
  requireOpen(principal, found);
  return Number(found?.count);
}

function noSuchRow(): AppError {
  return new AppError('not_found', 'There is no such row.');
}

function placeBefore(secret: string, table: TableMeta, order: Order, cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  return decodeCursor(secret, cursor, table.id, orderKey(order));
}

function nextCursor(secret: string, table: TableMeta, order: Order, query: ListRows, found: Row | undefined) {
  if (Number(found?.fetched) <= query.page_size || !order.total) return null;
  const values: (string | null)[] = JSON.parse(String(found?.last));
  return encodeCursor(secret, { tableId: table.id, order: orderKey(order), values });
}

function pageJson(found: Row, query: ListRows, cursor: string | null): string {
  const total = found.total === null ? 'null' : String(found.total);
  return `{"data":[${found.body ?? ''}],"total":${total},"page":${query.page},"pageSize":${query.page_size},"next_cursor":${JSON.stringify(cursor)}}`;
}
