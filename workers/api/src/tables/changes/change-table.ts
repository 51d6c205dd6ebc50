import { asUser } from '@selfdb/server/db/authority';
import type { Database, RowsOfEach, Statement } from '@selfdb/server/db/database';
import { invalid } from '@selfdb/shared/errors';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import type { Table } from '@selfdb/shared/tables/schema';
import { rememberTable, withTable } from '../../catalog/catalog.ts';
import { tableMeta } from '../../catalog/repository.ts';
import type { TableMeta } from '../../catalog/table-meta.ts';
import type { RequestContext } from '../../request-context.ts';
import { toDdlError } from '../ddl-errors.ts';
import * as repository from '../repository.ts';
import { auditTable } from '../statement/audit-table.ts';
import { toTable } from '../wire.ts';
import { type ChangePlan, statementsToPreview, statementsToRun, toSqlPreview } from './plan.ts';

/** Makes the owner's change of a table. Returns the changed table or, in a dry run, the SQL. */
export async function changeTable(
  context: RequestContext,
  id: string,
  dryRun: boolean,
  planFor: (table: TableMeta) => ChangePlan,
): Promise<Table | SqlPreview> {
  if (dryRun) return previewChange(context, id, planFor);
  const { principal } = context;
  const [[meta], [after]] = await makeChange(context, id, planFor, [
    tableMeta(principal, id, 'owner'),
    repository.selectTableById(principal, id),
  ]);
  if (meta && meta.name !== null) rememberTable(meta);
  return toChangedTable(after);
}

/** Runs the owner's change of a table and the statements `after` it in one transaction: all of it, or nothing. */
export async function makeChange<S extends readonly Statement[] | []>(
  context: RequestContext,
  id: string,
  planFor: (table: TableMeta) => ChangePlan,
  after: S,
): Promise<RowsOfEach<S>> {
  const { principal } = context;
  asUser(principal);
  return withTable(context, id, 'owner', (table) => {
    const plan = planFor(table);
    const checks = [...repository.requireOwner(principal, table, plan.column), ...(plan.checks ?? [])];
    return runPlan(context, { ...plan, checks }, after);
  });
}

/** The SQL of the owner's change of a table, if nothing speaks against it. */
export async function previewChange(
  context: RequestContext,
  id: string,
  planFor: (table: TableMeta) => ChangePlan,
): Promise<SqlPreview> {
  const { db, principal } = context;
  asUser(principal);
  return withTable(context, id, 'owner', (table) => {
    const plan = planFor(table);
    const checks = [repository.requireOwnership(principal, table, plan.column), ...(plan.checks ?? [])];
    return previewPlan(db, { ...plan, checks });
  });
}

/** Runs a change and, in the same transaction, the statements `after` it. Returns the rows of these. */
export async function runPlan<S extends readonly Statement[] | []>(
  { db, principal, auditKey }: RequestContext,
  plan: ChangePlan,
  after: S,
): Promise<RowsOfEach<S>> {
  const change = [...statementsToRun(plan), auditTable(principal, await auditKey(), plan.audit)];
  const statements = [...change, ...after];
  try {
    const results = await db.tables.batch(statements);
    return results.slice(change.length) as RowsOfEach<S>;
  } catch (error) {
    throw toDdlError(error, { ...plan, statements });
  }
}

/** The SQL of a change, if its checks let it pass. */
export async function previewPlan(db: Database, plan: ChangePlan): Promise<SqlPreview> {
  const preview = toSqlPreview(plan);
  const statements = [repository.changeNothing, ...statementsToPreview(plan)];
  try {
    await db.tables.batch(statements);
  } catch (error) {
    throw toDdlError(error, { ...plan, statements });
  }
  return preview;
}

/** The table after a change. */
export function toChangedTable(row: repository.TableRow | undefined): Table {
  if (!row || row.name === null) throw invalid(['path', 'id'], 'The table was dropped in the meantime.');
  return toTable(row);
}
