import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, type RoleRow, requireAlive } from '@selfdb/server/db/authority';
import type { Database, RowsOfEach, Statement } from '@selfdb/server/db/database';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { AddColumn, UpdateColumn } from '@selfdb/shared/tables/column';
import type { ListTables, Table } from '@selfdb/shared/tables/schema';
import { forgetTable, noSuchTable, rememberTable, withTable } from '../catalog/catalog.ts';
import { tableMeta } from '../catalog/repository.ts';
import type { Column, TableMeta } from '../catalog/table-meta.ts';
import type { RequestContext } from '../request-context.ts';
import { type DdlChange, toDdlError } from './ddl-errors.ts';
import { locationsOfAdded, locationsOfChanged, locationsOfNew } from './field-locations.ts';
import { typesOf } from './own-types.ts';
import type { SentReference } from './reference-errors.ts';
import * as repository from './repository.ts';
import * as ddl from './statement/ddl.ts';
import { refuseLoss } from './statement/loss.ts';
import { requireStorable } from './storable.ts';
import type { NewTable, TablePatch } from './table-entry.ts';
import { toTable } from './wire.ts';

export async function listTables({ db, principal }: RequestContext, list: ListTables): Promise<Table[]> {
  const rows = await repository.selectTables(db, principal, list);
  requireAlive(principal, rows[0]?.my_role);
  return rows.filter((row) => row.id !== null).map(toTable);
}

export async function countTables(
  { db, principal }: RequestContext,
  search: string | undefined,
): Promise<number> {
  const found = await repository.countTables(db, principal, search);
  requireAlive(principal, found?.my_role);
  return found?.count ?? 0;
}

export async function getTable({ db, principal }: RequestContext, id: string): Promise<Table> {
  return toTable(requireReadable(principal, await repository.selectTable(db, principal, id)));
}

/** A part of the table's definition, as JSON. */
export async function getTablePart(
  { db, principal }: RequestContext,
  id: string,
  part: repository.TablePart,
): Promise<string> {
  return requireReadable(principal, await repository.selectTablePart(db, principal, id, part)).body;
}

/** The table, if the caller may read it. */
function requireReadable<Row extends RoleRow & { name: string | null; readable: boolean }>(
  principal: Principal,
  found: Row | undefined,
): Exclude<Row, { name: null }> {
  requireAlive(principal, found?.my_role);
  if (!found?.name || (!found.readable && principal.kind === 'anonymous')) throw noSuchTable();
  if (!found.readable)
    throw new AppError('forbidden', "Only the table's owner or an administrator may see it.");
  return found as Exclude<Row, { name: null }>;
}

/** Creates a table with its standard columns, in one transaction with its entry in the registry. */
export async function createTable({ db, principal }: RequestContext, table: NewTable): Promise<Table> {
  asUser(principal);
  const columns = ddl.withStandardColumns(table.table_schema);
  const types = typesOf(
    [...columns].map(([name, { type }]) => [type, ['body', 'table_schema', name, 'type']]),
  );
  const sentReferences = [...columns].flatMap(([column, { references: reference }]) =>
    reference ? [{ column, reference, loc: ['body', 'table_schema', column, 'references'] }] : [],
  );
  const touch = table.table_schema.has('updated_at') ? [] : [ddl.touchUpdatedAt(table.name)];
  requireStorable(table.metadata, ['body', 'metadata']);
  const statements = [
    repository.limitWaiting,
    repository.requireUser(principal),
    ...repository.requireTypes(types),
    ...repository.requireOwned(principal, otherTables(sentReferences, table.name)),
    ddl.createTable(table.name, columns),
    ...touch,
    repository.insertTable(principal, table),
  ];
  const change = { statements, types, sentReferences, sent: locationsOfNew(columns) };
  const [[created]] = await run(db, change, [repository.selectTableByName(principal, table.name)]);
  return toChangedTable(created);
}

export function updateTable(context: RequestContext, id: string, change: TablePatch): Promise<Table> {
  requireStorable(change.metadata, ['body', 'metadata']);
  return changeTable(context, id, (table) => {
    const renamed = change.name !== undefined && change.name !== table.name;
    return {
      statements: [
        ...(renamed ? [repository.renameTable(table.name, change.name ?? table.name)] : []),
        repository.touchTable(context.principal, id, change),
      ],
    };
  });
}

/** Drops the table with its rows. Returns its name. */
export async function deleteTable(context: RequestContext, id: string): Promise<string> {
  const { db, principal } = context;
  asUser(principal);
  const name = await withTable(context, id, 'owner', async (table) => {
    const statements = [...repository.requireOwner(principal, table), ...repository.dropTable(table)];
    await run(db, { statements }, []);
    return table.name;
  });
  forgetTable(id);
  return name;
}

export function addColumn(context: RequestContext, id: string, column: AddColumn): Promise<Table> {
  const { name, references: reference } = column;
  const types = typesOf([[column.type, ['body', 'type']]]);
  const sentReferences = reference ? [{ column: name, reference, loc: ['body', 'references'] }] : [];
  return changeTable(context, id, (table) => ({
    types,
    sentReferences,
    sent: locationsOfAdded(column),
    statements: [
      ...repository.requireTypes(types),
      ...repository.requireOwned(context.principal, otherTables(sentReferences, table.name)),
      ddl.addColumn(table, column),
      repository.touchTable(context.principal, id),
    ],
  }));
}

/** Renames a column or changes its type, default or nullability. A cast that loses data changes nothing. */
export function updateColumn(
  context: RequestContext,
  id: string,
  name: string,
  change: UpdateColumn,
): Promise<Table> {
  const types = typesOf(change.type === undefined ? [] : [[change.type, ['body', 'type']]]);
  return changeTable(context, id, (table) => {
    const column = getColumn(table, name);
    const newName = change.new_name !== undefined && change.new_name !== name ? change.new_name : undefined;
    const alter = ddl.alterColumn(table, column, change);
    return {
      column,
      converts: change.type !== undefined,
      types,
      sent: locationsOfChanged(name, change),
      statements: [
        ...repository.requireTypes(types),
        ...(change.type === undefined ? [] : retype(table, column, { ...change, type: change.type })),
        ...(alter ? [alter] : []),
        ...(newName === undefined ? [] : renameColumn(table, name, newName)),
        repository.touchTable(context.principal, id),
      ],
    };
  });
}

export function deleteColumn(context: RequestContext, id: string, name: string): Promise<Table> {
  return changeTable(context, id, (table) => {
    const column = getColumn(table, name);
    if (column.primary_key) {
      throw new AppError('conflict', `"${name}" belongs to the primary key and can't be dropped.`);
    }
    return {
      column,
      statements: [
        ...dropUpdatedAtTrigger(table, name),
        repository.dropColumn(table, name),
        repository.touchTable(context.principal, id),
      ],
    };
  });
}

interface Change extends DdlChange {
  /** The remembered column that the statements rely on. */
  column?: Column;
}

/** Runs the owner's change of a table in one transaction: all of it, or nothing. Returns the changed table. */
async function changeTable(
  context: RequestContext,
  id: string,
  change: (table: TableMeta) => Change,
): Promise<Table> {
  const { db, principal } = context;
  asUser(principal);
  const [[meta], [after]] = await withTable(context, id, 'owner', (table) => {
    const { column, statements, ...ddlChange } = change(table);
    const owned = repository.requireOwner(principal, table, column);
    return run(db, { ...ddlChange, statements: [...owned, ...statements] }, [
      tableMeta(principal, id, 'owner'),
      repository.selectTableById(principal, id),
    ]);
  });
  if (meta && meta.name !== null) rememberTable(meta);
  return toChangedTable(after);
}

/** Runs a change and, in the same transaction, the statements `after` it. Returns the rows of these. */
async function run<S extends readonly Statement[] | []>(
  db: Database,
  change: DdlChange,
  after: S,
): Promise<RowsOfEach<S>> {
  const statements = [...change.statements, ...after];
  try {
    const results = await db.tables.batch(statements);
    return results.slice(change.statements.length) as RowsOfEach<S>;
  } catch (error) {
    throw toDdlError(error, { ...change, statements });
  }
}

function retype(table: TableMeta, column: Column, change: UpdateColumn & { type: string }): Statement[] {
  const kept = change.default_value === undefined ? ddl.tryDefault(column, change.type) : undefined;
  return [repository.lockTable(table), refuseLoss(table, column, change.type), ...(kept ? [kept] : [])];
}

function renameColumn(table: TableMeta, from: string, to: string): Statement[] {
  return [...dropUpdatedAtTrigger(table, from), repository.renameColumn(table, from, to)];
}

function otherTables(sentReferences: SentReference[], self: string): string[] {
  return [...new Set(sentReferences.map(({ reference }) => reference.table))].filter((name) => name !== self);
}

function dropUpdatedAtTrigger(table: TableMeta, column: string): Statement[] {
  return column === 'updated_at' ? [repository.forgetUpdatedAt(table)] : [];
}

function getColumn(table: TableMeta, name: string): Column {
  const column = table.columns.get(name);
  if (!column) throw new AppError('not_found', `The table has no column ${JSON.stringify(name)}.`);
  return column;
}

/** The table after a change. */
function toChangedTable(row: repository.TableRow | undefined): Table {
  if (!row || row.name === null) throw invalid(['path', 'id'], 'The table was dropped in the meantime.');
  return toTable(row);
}
