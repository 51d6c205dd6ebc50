import type { Statement } from '@selfdb/server/db/database';
import { AppError } from '@selfdb/shared/errors';
import type { AddColumn, UpdateColumn } from '@selfdb/shared/tables/column';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import type { Table } from '@selfdb/shared/tables/schema';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import type { RequestContext } from '../../request-context.ts';
import { changeTable } from '../changes/change-table.ts';
import type { ChangePlan } from '../changes/plan.ts';
import { locationsOfAdded, locationsOfChanged } from '../field-locations.ts';
import { typesOf } from '../own-types.ts';
import { otherTables } from '../reference-errors.ts';
import * as repository from '../repository.ts';
import * as ddl from '../statement/ddl.ts';
import { refuseLoss } from '../statement/loss.ts';

export function addColumn(
  context: RequestContext,
  id: string,
  column: AddColumn,
  dryRun: boolean,
): Promise<Table | SqlPreview> {
  const { name, references: reference } = column;
  const types = typesOf([[column.type, ['body', 'type']]]);
  const sentReferences = reference ? [{ column: name, reference, loc: ['body', 'references'] }] : [];
  return changeTable(context, id, dryRun, (table) => ({
    types,
    sentReferences,
    sent: locationsOfAdded(column),
    checks: [
      ...repository.requireTypes(types),
      ...repository.requireOwned(context.principal, otherTables(sentReferences, table.name)),
    ],
    foreseen: [repository.requireFreeColumn(table, name)],
    ddl: [ddl.addColumn(table, column)],
    registry: [repository.touchTable(context.principal, id)],
    audit: {
      action: 'column.created',
      id,
      name: table.name,
      details: { column: name, type: column.type },
    },
  }));
}

/** Renames a column or changes its type, default or nullability. A cast that loses data changes nothing. */
export function updateColumn(
  context: RequestContext,
  id: string,
  name: string,
  change: UpdateColumn,
  dryRun: boolean,
): Promise<Table | SqlPreview> {
  const types = typesOf(change.type === undefined ? [] : [[change.type, ['body', 'type']]]);
  return changeTable(context, id, dryRun, (table) => {
    const column = getColumn(table, name);
    const newName = change.new_name !== undefined && change.new_name !== name ? change.new_name : undefined;
    const alter = ddl.alterColumn(table, column, change);
    return {
      column,
      converts: change.type !== undefined,
      types,
      sent: locationsOfChanged(name, change),
      checks: repository.requireTypes(types),
      foreseen: newName === undefined ? [] : [repository.requireFreeColumn(table, newName)],
      ...(change.type === undefined ? {} : retype(table, column, { ...change, type: change.type })),
      ddl: [...(alter ? [alter] : []), ...(newName === undefined ? [] : renameColumn(table, name, newName))],
      registry: [repository.touchTable(context.principal, id)],
      audit: {
        action: 'column.altered',
        id,
        name: table.name,
        details: {
          column: newName ?? name,
          ...(newName === undefined ? {} : { name_before: name }),
          ...(change.type === undefined ? {} : { type: change.type, type_before: column.type }),
        },
      },
    };
  });
}

export function deleteColumn(
  context: RequestContext,
  id: string,
  name: string,
  dryRun: boolean,
): Promise<Table | SqlPreview> {
  return changeTable(context, id, dryRun, (table) => {
    const column = getColumn(table, name);
    if (column.primary_key) {
      throw new AppError('conflict', `"${name}" belongs to the primary key and can't be dropped.`);
    }
    return {
      column,
      foreseen: [repository.requireDroppable(table, name)],
      ddl: [...dropUpdatedAtTrigger(table, name), repository.dropColumn(table, name)],
      registry: [repository.touchTable(context.principal, id)],
      audit: { action: 'column.deleted', id, name: table.name, details: { column: name } },
    };
  });
}

function retype(
  table: TableMeta,
  column: Column,
  change: UpdateColumn & { type: string },
): Pick<ChangePlan, 'lock' | 'valueChecks' | 'trial'> {
  return {
    lock: repository.lockTable(table),
    valueChecks: [refuseLoss(table, column, change.type)],
    trial: change.default_value === undefined ? ddl.tryDefault(column, change.type) : undefined,
  };
}

function renameColumn(table: TableMeta, from: string, to: string): Statement[] {
  return [...dropUpdatedAtTrigger(table, from), repository.renameColumn(table, from, to)];
}

function dropUpdatedAtTrigger(table: TableMeta, column: string): Statement[] {
  return column === 'updated_at' ? [repository.forgetUpdatedAt(table)] : [];
}

function getColumn(table: TableMeta, name: string): Column {
  const column = table.columns.get(name);
  if (!column) throw new AppError('not_found', `The table has no column ${JSON.stringify(name)}.`);
  return column;
}
