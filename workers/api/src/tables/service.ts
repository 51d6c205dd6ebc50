import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, type RoleRow, requireAlive } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import type { ListTables, Table } from '@selfdb/shared/tables/schema';
import { forgetTable, noSuchTable } from '../catalog/catalog.ts';
import type { TableMeta } from '../catalog/table-meta.ts';
import type { RequestContext } from '../request-context.ts';
import {
  changeTable,
  makeChange,
  previewChange,
  previewPlan,
  runPlan,
  toChangedTable,
} from './changes/change-table.ts';
import type { ChangePlan } from './changes/plan.ts';
import { locationsOfNew } from './field-locations.ts';
import { typesOf } from './own-types.ts';
import { otherTables } from './reference-errors.ts';
import * as repository from './repository.ts';
import * as ddl from './statement/ddl.ts';
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

/**
 * Creates a table with its standard columns, in one transaction with its entry in the registry. In a dry run, returns the SQL.
 */
export async function createTable(
  context: RequestContext,
  table: NewTable,
  dryRun: boolean,
): Promise<Table | SqlPreview> {
  const { db, principal } = context;
  asUser(principal);
  const plan = planTable(principal, table);
  if (dryRun) return previewPlan(db, plan);
  const checks = [repository.limitWaiting, ...(plan.checks ?? [])];
  const [[created]] = await runPlan(context, { ...plan, checks }, [
    repository.selectTableByName(principal, table.name),
  ]);
  return toChangedTable(created);
}

function planTable(principal: Principal, table: NewTable): ChangePlan {
  const columns = ddl.withStandardColumns(table.table_schema);
  const types = typesOf(
    [...columns].map(([name, { type }]) => [type, ['body', 'table_schema', name, 'type']]),
  );
  const sentReferences = [...columns].flatMap(([column, { references: reference }]) =>
    reference ? [{ column, reference, loc: ['body', 'table_schema', column, 'references'] }] : [],
  );
  const touch = table.table_schema.has('updated_at') ? [] : [ddl.touchUpdatedAt(table.name)];
  requireStorable(table.metadata, ['body', 'metadata']);
  return {
    types,
    sentReferences,
    sent: locationsOfNew(columns),
    checks: [
      repository.requireUser(principal),
      ...repository.requireTypes(types),
      ...repository.requireOwned(principal, otherTables(sentReferences, table.name)),
    ],
    foreseen: [repository.requireFreeName(table.name)],
    ddl: [ddl.createTable(table.name, columns), ...touch],
    registry: [repository.insertTable(principal, table)],
    audit: {
      action: 'table.created',
      id: undefined,
      name: table.name,
      details: { columns: columns.size, access: table.access },
    },
  };
}

export function updateTable(
  context: RequestContext,
  id: string,
  change: TablePatch,
  dryRun: boolean,
): Promise<Table | SqlPreview> {
  requireStorable(change.metadata, ['body', 'metadata']);
  const { name } = change;
  return changeTable(context, id, dryRun, (table) => ({
    ...(name === undefined || name === table.name
      ? { ddl: [] }
      : { foreseen: [repository.requireFreeName(name)], ddl: [repository.renameTable(table.name, name)] }),
    registry: [repository.touchTable(context.principal, id, change)],
    audit: { action: 'table.altered', id, name: name ?? table.name, details: describeChange(table, change) },
  }));
}

/** The changed fields; of a description or metadata only that it changed. */
function describeChange(table: TableMeta, change: TablePatch): Record<string, unknown> {
  const { name, access, realtime_enabled } = change;
  return {
    fields: Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field])),
    ...(name === undefined || name === table.name ? {} : { name_before: table.name }),
    ...(access === undefined ? {} : { access }),
    ...(realtime_enabled === undefined ? {} : { realtime_enabled }),
  };
}

/** Drops the table with its rows. Returns its name or, in a dry run, the SQL. */
export async function deleteTable(
  context: RequestContext,
  id: string,
  dryRun: boolean,
): Promise<{ name: string } | SqlPreview> {
  let name = '';
  const planFor = (table: TableMeta): ChangePlan => {
    name = table.name;
    return {
      foreseen: [repository.requireDroppable(table, null)],
      ddl: [repository.dropTable(table)],
      registry: [repository.unregisterTable(table)],
      audit: { action: 'table.deleted', id, name, details: {} },
    };
  };
  if (dryRun) return previewChange(context, id, planFor);
  await makeChange(context, id, planFor, []);
  forgetTable(id);
  return { name };
}
