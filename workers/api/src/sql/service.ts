import { followCatalog } from '@selfdb/server/db/follow-catalog';
import type { JsonValue } from '@selfdb/server/json/json-value';
import { describeError, type Log } from '@selfdb/server/log';
import type { SettingsOf } from '@selfdb/settings';
import { AppError, invalid } from '@selfdb/shared/errors';
import { DEFAULT_MAX_ROWS, DEFAULT_TIMEOUT_MS, type RunSql } from '@selfdb/shared/sql/schema';
import type { RequestContext } from '../request-context.ts';
import { recordRun } from './history/service.ts';
import { repairRole, terminateBackend } from './repository.ts';
import { SqlSession } from './session/session.ts';
import { withSlot } from './slots.ts';
import { runKinds } from './statements/run-kinds.ts';
import { runStatements, type StatementsInput, type StatementsOutput } from './statements/run-statements.ts';
import { changesTables, planTransaction } from './statements/transaction-plan.ts';
import { resultToJson } from './values/result-json.ts';

const MAX_STATEMENTS = 10_000;
/** For opening and closing the session. */
const LEASE_MARGIN_MS = 10_000;

interface SqlContext extends RequestContext {
  env: Pick<SettingsOf<'api'>, 'DATABASE_SQL_URL' | 'SQL_MAX_TIMEOUT_MS' | 'SQL_MAX_ROWS'>;
  log: Log;
  /** Aborted when the client disconnects, if the runtime reports it. */
  signal?: AbortSignal | undefined;
}

interface SqlRun {
  /** The answer as JSON text. */
  body: string;
  statements: number;
  executionTimeMs: number;
}

/** The request, with all digits of the numbers in its parameters. */
type SqlInput = Omit<RunSql, 'params'> & { params: JsonValue[] };

/** Runs the caller's SQL and records it, with its outcome, in the history. Throws AppError. */
export async function runSql(context: SqlContext, input: SqlInput): Promise<SqlRun> {
  const statements = { ...toStatementsInput(context.env, input), depth: context.db.depth };
  const started = performance.now();
  try {
    const output = await withSlot(statements.timeoutMs + LEASE_MARGIN_MS, () =>
      runInSession(context, statements),
    );
    if (!input.read_only && statements.plan.statements.some(changesTables)) await follow(context);
    const cursor = await record(context, input, statements, { ...output, error: null });
    if (!input.read_only) context.sendCursor(cursor);
    return output;
  } catch (error) {
    const executionTimeMs = performance.now() - started;
    if (isOutcome(error))
      await record(context, input, statements, {
        error: error.message,
        rowCount: null,
        executionTimeMs,
      });
    throw error;
  }
}

function toStatementsInput(env: SqlContext['env'], input: SqlInput): Omit<StatementsInput, 'depth'> {
  const timeoutMs = input.timeout_ms ?? Math.min(DEFAULT_TIMEOUT_MS, env.SQL_MAX_TIMEOUT_MS);
  const maxRows = input.max_rows ?? Math.min(DEFAULT_MAX_ROWS, env.SQL_MAX_ROWS);
  requireAtMost('timeout_ms', timeoutMs, env.SQL_MAX_TIMEOUT_MS);
  requireAtMost('max_rows', maxRows, env.SQL_MAX_ROWS);
  const plan = planTransaction(input.query, input.read_only);
  if (!plan.refusal && plan.statements.length > MAX_STATEMENTS) {
    throw invalid(['body', 'query'], `must hold at most ${MAX_STATEMENTS} statements`, 'too_long');
  }
  if (input.params.length > 0 && plan.statements.length !== 1) {
    throw invalid(['body', 'params'], 'needs exactly one statement');
  }
  return { source: input.query, plan, params: input.params, readOnly: input.read_only, maxRows, timeoutMs };
}

function requireAtMost(field: string, value: number, limit: number): void {
  if (value > limit) throw invalid(['body', field], `must be at most ${limit}`, 'too_big');
}

async function runInSession(
  context: SqlContext,
  input: StatementsInput,
): Promise<SqlRun & { rowCount: number }> {
  const databaseUrl = context.env.DATABASE_SQL_URL;
  if (!databaseUrl)
    throw new Error('DATABASE_SQL_URL is not set: SQL of administrators runs as a role of its own.');
  const role = decodeURIComponent(new URL(databaseUrl).username);
  const session = await SqlSession.open({
    databaseUrl,
    timeoutMs: input.timeoutMs,
    signal: context.signal,
    terminate: (processId) => terminateBackend(context.db, role, processId),
    repair: () => repairRole(context.db, databaseUrl),
  });
  try {
    const output = await runStatements(session, context.principal, input);
    const counts = output.results.map((result) => result.rowCount ?? 0);
    return {
      body: toBody(output, [...input.plan.notices.map(ownNotice), ...session.notices]),
      statements: output.results.length,
      executionTimeMs: output.executionTimeMs,
      rowCount: counts.reduce((sum, count) => sum + count, 0),
    };
  } finally {
    await session.close();
  }
}

function toBody({ results, typeNames, executionTimeMs }: StatementsOutput, notices: unknown[]): string {
  const items = results.map((result) => resultToJson(result, typeNames));
  const milliseconds = Math.round(executionTimeMs * 1000) / 1000;
  return `{"results":[${items.join(',')}],"notices":${JSON.stringify(notices)},"execution_time_ms":${milliseconds}}`;
}

function ownNotice(message: string) {
  return { severity: 'NOTICE', message, sqlstate: null, detail: null, hint: null };
}

/** Whether the error is an outcome of the statements; refusals and outages do not belong in the history. */
function isOutcome(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'sql_error' || error.code === 'too_large');
}

/** Tells realtime at once about changed tables; it would notice by itself a few seconds later. */
async function follow({ db, log }: SqlContext): Promise<void> {
  await followCatalog(db).catch((error) => log('warn', 'catalog_not_followed', describeError(error)));
}

interface Outcome {
  error: string | null;
  rowCount: number | null;
  executionTimeMs: number;
}

/** Never fails: the statements have run, and the client must get their answer. */
async function record(
  context: SqlContext,
  { query, read_only }: SqlInput,
  { plan }: StatementsInput,
  { error, rowCount, executionTimeMs }: Outcome,
): Promise<string | undefined> {
  const run = { query, read_only, error, row_count: rowCount, execution_time_ms: executionTimeMs };
  try {
    return await recordRun(context, run, runKinds(plan.statements));
  } catch (failure) {
    context.log('warn', 'sql_history_not_written', describeError(failure));
    return undefined;
  }
}
