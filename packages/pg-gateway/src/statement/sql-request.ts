import type { IncomingHttpHeaders } from 'node:http';
import { badRequest } from '../refusal.ts';
import { checkText, maxParameters, parameterText } from './parameters.ts';

export interface SqlStatement {
  text: string;
  values: (string | null)[];
}

export interface SqlRequest {
  statements: SqlStatement[];
  /** The statement that opens a batch's transaction; undefined for a single query. */
  begin: string | undefined;
  /**
   * The text of a statement without parameters that runs once the others are committed: the first value of its first row
   * becomes `afterwards` of the answer. Its failure changes nothing.
   */
  afterwards?: string | undefined;
  rawText: boolean;
  arrayMode: boolean;
}

const isolationLevels: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toStatement(value: unknown): SqlStatement {
  if (!isObject(value) || typeof value.query !== 'string') {
    throw badRequest('a query must be an object {"query": "...", "params": [...]}');
  }
  const params = value.params ?? [];
  if (!Array.isArray(params)) throw badRequest('"params" must be an array');
  if (params.length > maxParameters) {
    throw badRequest(`a query takes at most ${maxParameters} parameters`, '54023');
  }
  return { text: checkText(value.query), values: params.map(parameterText) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('the body is not valid JSON');
  }
}

/** `BEGIN` with the options of the `Neon-Batch-*` headers; missing ones are the server's defaults. */
function beginStatement(headers: IncomingHttpHeaders): string {
  const level = headers['neon-batch-isolation-level'];
  let text = 'BEGIN';
  if (level !== undefined) {
    const name =
      typeof level === 'string' && Object.hasOwn(isolationLevels, level) ? isolationLevels[level] : '';
    if (!name) throw badRequest('Neon-Batch-Isolation-Level is not an isolation level of Postgres');
    text += ` ISOLATION LEVEL ${name}`;
  }
  if (headers['neon-batch-read-only'] === 'true') text += ' READ ONLY';
  if (headers['neon-batch-deferrable'] === 'true') text += ' DEFERRABLE';
  return text;
}

/**
 * Parses a request of the Neon serverless driver: `{query, params}` or `{queries: [...]}` and its headers, and
 * `afterwards`, our own extension. Throws a Refusal that says what is wrong.
 * Source: `execute` of `@neondatabase/serverless` 1.2.
 */
export function parseSqlRequest(body: string, headers: IncomingHttpHeaders): SqlRequest {
  const parsed = parseJson(body);
  if (!isObject(parsed)) throw badRequest('the body must be a JSON object');
  const { queries, afterwards } = parsed;
  if (queries !== undefined && !Array.isArray(queries)) throw badRequest('"queries" must be an array');
  if (afterwards !== undefined && typeof afterwards !== 'string')
    throw badRequest('"afterwards" must be text');
  return {
    statements: queries ? queries.map(toStatement) : [toStatement(parsed)],
    begin: queries ? beginStatement(headers) : undefined,
    afterwards: afterwards === undefined ? undefined : checkText(afterwards),
    rawText: headers['neon-raw-text-output'] === 'true',
    arrayMode: headers['neon-array-mode'] === 'true',
  };
}
