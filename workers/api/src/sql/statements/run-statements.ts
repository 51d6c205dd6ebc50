import type { Principal } from '@selfdb/server/auth/principal';
import { type MyRole, requireAdmin } from '@selfdb/server/db/authority';
import type { JsonValue } from '@selfdb/server/json/json-value';
import { AppError } from '@selfdb/shared/errors';
import { selectSessionRole } from '../repository.ts';
import type { StatementResult } from '../session/limited-query.ts';
import type { SqlSession } from '../session/session.ts';
import { toSqlError } from '../sql-errors.ts';
import { toParameters } from '../values/parameters.ts';
import { type CommandResult, commandOf } from '../values/result-json.ts';
import { typeName } from '../values/type-names.ts';
import { HOLDS_LOCKS, heldLocks } from './forbidden-statements.ts';
import type { SqlStatement } from './split-statements.ts';
import {
  blocksOthers,
  changesRows,
  changesTables,
  definesObjects,
  type TransactionPlan,
} from './transaction-plan.ts';

export interface StatementsInput {
  /** The caller's text, for the positions of errors. */
  source: string;
  plan: TransactionPlan;
  params: JsonValue[];
  readOnly: boolean;
  maxRows: number;
  timeoutMs: number;
  /** How many functions led to this. */
  depth: number;
}

export interface StatementsOutput {
  results: CommandResult[];
  /** Names of the types in the results that are not built in. */
  typeNames: Map<number, string>;
  executionTimeMs: number;
}

/**
 * After a statement that changed the columns or partitions of a table that realtime publishes, the replica identity must
 * follow before the next statement changes its rows, or Postgres refuses that; and before the end, so that listeners
 * receive it in order.
 */
const FOLLOW = 'select selfdb_api.follow_replica_identity()';

/** Whether a statement may change rows of a table that the previous one has changed. */
function isAfterChange(statements: SqlStatement[], index: number): boolean {
  const [before, statement] = [statements[index - 1], statements[index]];
  if (!before || !statement || !changesTables(before)) return false;
  return !definesObjects(statement);
}

/** Runs the statements as planned, all or nothing, if the principal is an ADMIN at that moment. Throws AppError. */
export async function runStatements(
  session: SqlSession,
  principal: Principal,
  input: StatementsInput,
): Promise<StatementsOutput> {
  const { begin, refusal, statements } = input.plan;
  const command = (text: string) => session.run(text).catch(rethrow);
  if (begin) await command(begin);
  requireAdmin(principal, await roleIn(session, principal, input).catch(rethrow));
  if (refusal) throw refusal;
  if (begin && !input.readOnly && input.depth > 0) await command(noteDepthText(input.depth));
  const started = performance.now();
  const results: CommandResult[] = [];
  for (const [i, statement] of statements.entries()) {
    if (!input.readOnly && isAfterChange(statements, i)) await command(FOLLOW);
    results.push(await runStatement(session, input, statement, i));
  }
  if (begin && !input.readOnly && statements.some(changesTables)) await command(FOLLOW);
  // Without an explicit transaction the statement has taken effect, and the answer must say so.
  if (!begin) session.stopTimer();
  const typeNames = await lookUpTypes(session, results).catch(rethrow);
  // Statements may run for minutes. A caller who is no longer an ADMIN commits nothing.
  if (begin && !input.readOnly) {
    requireAdmin(principal, await roleIn(session, principal, input).catch(rethrow));
  }
  // A read-only transaction has nothing to commit; a rollback also undoes what Postgres allows, such as NOTIFY.
  if (begin) await command(input.readOnly ? 'rollback' : 'commit');
  return { results, typeNames, executionTimeMs: performance.now() - started };
}

/** Tells the change feed how many functions led to the changes of the transaction. */
function noteDepthText(depth: number): string {
  return `select selfdb_api.note_depth(${Math.trunc(depth)})`;
}

/** The principal's role, read inside the transaction: its first query, so that no SQL can make it writable again. */
async function roleIn(
  session: SqlSession,
  principal: Principal,
  { timeoutMs, plan }: StatementsInput,
): Promise<MyRole> {
  const { text, parameters } = selectSessionRole(principal, timeoutMs, plan.statements.some(blocksOthers));
  const { rows } = await session.run(text, {
    values: parameters.map((value) => (value === null ? null : String(value))),
  });
  return rows[0]?.[0] as MyRole;
}

async function runStatement(
  session: SqlSession,
  { source, params, maxRows, readOnly }: StatementsInput,
  statement: SqlStatement,
  index: number,
): Promise<CommandResult> {
  const portal = changesRows(statement) ? `selfdb_rows_${index}` : '';
  const fail = (error: unknown) => rethrow(error, { source, start: statement.start });
  const values = await toParameters(session, statement.text, params).catch(fail);
  const result = await session.run(statement.text, { values, maxRows, portal }).catch(fail);
  refuseTransactionEnd(result, statement);
  if (readOnly) await refuseLocks(session);
  const { command, count } = commandOf(result.tag, statement.words);
  if (!result.truncated) return { ...result, command, rowCount: count };
  const unread = portal === '' ? 0 : await skipRest(session, portal);
  return { ...result, command, rowCount: result.rows.length + unread };
}

/** Throws if a read-only statement has taken locks. That ends the transaction, and with it the locks, at once. */
async function refuseLocks(session: SqlSession): Promise<void> {
  const { rows } = await session.run(HOLDS_LOCKS).catch(rethrow);
  if (rows[0]?.[0] === 't') throw heldLocks();
}

/** How many rows of the portal were not read. All changes were made before the first row came, so this only counts. */
async function skipRest(session: SqlSession, portal: string): Promise<number> {
  const { tag } = await session.run(`move all in ${portal}`).catch(rethrow);
  // One row above the limit was read and dropped.
  return (commandOf(tag, []).count ?? 0) + 1;
}

/** Statements are checked before they run. If transaction control ever passes that check, nothing runs after it. */
function refuseTransactionEnd({ tag = '' }: StatementResult, { words }: SqlStatement): void {
  if (
    !/^(BEGIN|START|COMMIT|PREPARE TRANSACTION)\b/.test(tag) &&
    !(tag === 'ROLLBACK' && words[0] !== 'rollback')
  )
    return;
  throw new AppError('internal', `a statement ended the transaction: ${tag}`);
}

async function lookUpTypes(session: SqlSession, results: CommandResult[]): Promise<Map<number, string>> {
  const used = results.flatMap((result) => result.fields.map((field) => field.dataTypeID));
  const unknown = [...new Set(used)].filter((oid) => typeName(oid) === undefined);
  if (unknown.length === 0) return new Map();
  const { rows } = await session.run(
    'select t, pg_catalog.format_type(t, null) from pg_catalog.unnest($1::pg_catalog.oid[]) t',
    { values: [`{${unknown.join(',')}}`], maxRows: unknown.length },
  );
  return new Map(rows.map(([oid, name]) => [Number(oid), name ?? '']));
}

function rethrow(error: unknown, position?: { source: string; start: number }): never {
  if (error instanceof AppError || !(error instanceof Error)) throw error;
  throw toSqlError(error, position);
}
