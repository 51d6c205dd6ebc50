import { compile } from '@selfdb/server/db/compile';
import type { Statement } from '@selfdb/server/db/database';
import type { SqlPreview } from '@selfdb/shared/tables/dry-run';
import type { Column } from '../../catalog/table-meta.ts';
import type { DdlChange } from '../ddl-errors.ts';
import type { TableAudit } from '../statement/audit-table.ts';

/** A change of a table: what it runs, or shows in a preview. */
export interface ChangePlan extends Omit<DdlChange, 'statements'> {
  /** The remembered column that the statements rely on. */
  column?: Column;
  /** Statements that refuse and change nothing. */
  checks?: Statement[];
  /** Checks in a preview of what the change itself would find out. */
  foreseen?: Statement[];
  /** Keeps the rows as `valueChecks` find them. */
  lock?: Statement;
  /** Refuse because of the rows. */
  valueChecks?: Statement[];
  /** A last check, which a preview leaves out because it may have effects, such as counting up a sequence. */
  trial?: Statement | undefined;
  /** The change: what a preview shows. */
  ddl: Statement[];
  /** Keeps the registry up to date. */
  registry: Statement[];
  audit: TableAudit;
}

/** The statements of the change in their order. */
export function statementsToRun(plan: ChangePlan): Statement[] {
  const { checks = [], lock, valueChecks = [], trial, ddl, registry } = plan;
  return [...checks, ...(lock ? [lock] : []), ...valueChecks, ...(trial ? [trial] : []), ...ddl, ...registry];
}

/** The statements that refuse a preview. None of them locks or changes anything. */
export function statementsToPreview({
  checks = [],
  foreseen = [],
  valueChecks = [],
}: ChangePlan): Statement[] {
  return [...checks, ...foreseen, ...valueChecks];
}

/** The text of the change itself. Throws if a statement has a parameter: the text would not be all of it. */
export function toSqlPreview({ ddl }: ChangePlan): SqlPreview {
  const statements = ddl.map((statement) => {
    const { text, parameters } = compile(statement);
    if (parameters.length > 0) throw new TypeError('a definition with parameters');
    return text;
  });
  return { statements };
}
