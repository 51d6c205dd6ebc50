import { invalid } from '@selfdb/shared/errors';
import type { CreateIndex, TableIndex } from '@selfdb/shared/tables/definition';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import { forgetTable } from '../../catalog/catalog.ts';
import type { TableMeta } from '../../catalog/table-meta.ts';
import type { RequestContext } from '../../request-context.ts';
import { makeChange, previewChange } from '../changes/change-table.ts';
import type { ChangePlan } from '../changes/plan.ts';
import { requireFreeName, touchTable } from '../repository.ts';
import * as repository from './repository.ts';

/** Creates an index. In a dry run, returns the SQL. */
export async function createIndex(
  context: RequestContext,
  id: string,
  index: CreateIndex,
  dryRun: boolean,
): Promise<TableIndex | SqlPreview> {
  const planFor = (table: TableMeta): ChangePlan => {
    for (const [i, column] of index.columns.entries()) requireColumn(table, column, ['body', 'columns', i]);
    return {
      sent: [{ column: '', locations: { name: ['body', 'columns'] } }],
      foreseen: index.name === undefined ? [] : [requireFreeName(index.name)],
      ddl: [repository.createIndex(table, index)],
      registry: [touchTable(context.principal, id)],
      audit: {
        action: 'index.created',
        id,
        name: table.name,
        details: { index: index.name, columns: index.columns, unique: index.unique },
      },
    };
  };
  if (dryRun) return previewChange(context, id, planFor);
  const [[created]] = await makeChange(context, id, planFor, [
    repository.createdIndex(context.principal, id),
  ]);
  forgetTable(id);
  if (!created?.index) throw invalid(['path', 'id'], 'The table was dropped in the meantime.');
  return created.index;
}

/** Drops an index that belongs to no constraint. In a dry run, returns the SQL. */
export async function deleteIndex(
  context: RequestContext,
  id: string,
  name: string,
  dryRun: boolean,
): Promise<SqlPreview | undefined> {
  const planFor = (table: TableMeta): ChangePlan => ({
    checks: [repository.requirePlainIndex(table, name)],
    ddl: [repository.dropIndex(name)],
    registry: [touchTable(context.principal, id)],
    audit: { action: 'index.deleted', id, name: table.name, details: { index: name } },
  });
  if (dryRun) return previewChange(context, id, planFor);
  await makeChange(context, id, planFor, []);
  forgetTable(id);
  return undefined;
}

function requireColumn(table: TableMeta, column: string, loc: (string | number)[]): void {
  if (!table.columns.has(column)) throw invalid(loc, `The table has no column ${JSON.stringify(column)}.`);
}
