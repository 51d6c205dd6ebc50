import type { PgError } from './pg-error.ts';

/**
 * Tells which code raised an error. An SQLSTATE alone does not say, because users' code may raise any. The code can't choose
 * two fields: the function in Postgres' own source that reported the error (`routine`), and the context (`where`).
 */

/** RAISE and ASSERT of PL/pgSQL: src/pl/plpgsql/src/pl_exec.c. */
const RAISING = new Set(['exec_stmt_raise', 'exec_stmt_assert']);

/** Whether PL/pgSQL code, ours or a user's, raised the error explicitly, with a message of its own. */
export function isRaised({ routine }: PgError): boolean {
  return routine !== undefined && RAISING.has(routine);
}

const FUNCTION = /PL\/|^SQL function/;

/** The lines of a context that name functions, innermost first. */
function functionLines({ where = '' }: PgError): string[] {
  return where.split('\n').filter((line) => FUNCTION.test(line));
}

/**
 * The function's name in such a line, without its arguments. Empty for a name that Postgres quotes, because it could be
 * mistaken for another. Has a schema only if that is in no session's search path, as with `selfdb`.
 */
function plainName(line: string): string {
  const [unquoted = ''] = line.split('"');
  const [head = '', ...more] = unquoted.split('(');
  return more.length > 0 ? (head.split(/[^\w.]/).at(-1) ?? '') : '';
}

/** Only the system may create functions in these schemas. */
function isOfSystem(line: string): boolean {
  return /^selfdb(?:_api)?\./.test(plainName(line));
}

/** States with which statements refuse by calling `selfdb_api.refuse`; the last two are Postgres' own. */
const OF_STATEMENT = new Set(['SD403', 'SD409', 'SD412', 'SDROW', '21000', '55000']);

/**
 * Whether a statement itself refused its work. A call in a user's check constraint looks the same, and tells the client only
 * that the row is refused. A call in a function or trigger looks different.
 */
export function isOfStatement(pg: PgError): boolean {
  const [innermost = '', ...outer] = functionLines(pg);
  return (
    OF_STATEMENT.has(pg.code) &&
    isRaised(pg) &&
    outer.length === 0 &&
    ['refuse', 'selfdb_api.refuse'].includes(plainName(innermost))
  );
}

/**
 * The state with which a system's statement refused (SD401 and others); undefined for any other error, and for a state that
 * users' code raises, even by calling a function of the schema `selfdb_api`. A call in an expression, such as a check, can't be
 * told apart: code that runs statements with users' expressions must look at which statement failed.
 */
export function refusalStateOf(pg: PgError): string | undefined {
  if (!/^SD(?:\d{3}|ROW)$/.test(pg.code) || !isRaised(pg)) return undefined;
  const [innermost = '', ...outer] = functionLines(pg);
  const isOfFunction = plainName(innermost).startsWith('selfdb.') && outer.every(isOfSystem);
  return isOfFunction || isOfStatement(pg) ? pg.code : undefined;
}

/** Whether a function of the schema `selfdb_api`, called directly by a statement, raised the error. */
export function isRaisedBy(pg: PgError, name: string): boolean {
  const [innermost = '', ...outer] = functionLines(pg);
  return isRaised(pg) && outer.length === 0 && plainName(innermost) === `selfdb_api.${name}`;
}

/** Whether the error occurred in a statement or an expression that a function or a foreign key runs. */
export function isOfInnerCode({ where }: PgError): boolean {
  return where !== undefined && /^(?:PL\/|SQL )/m.test(where);
}

/** The innermost function in an error's context, as Postgres writes its name. */
export function functionOf(pg: PgError): string | undefined {
  const [line = ''] = functionLines(pg);
  if (line.startsWith('SQL function "')) return line.split('"')[1];
  const [, signature] = line.split(' function ');
  return signature?.includes('(') ? signature.split('(')[0] : undefined;
}
