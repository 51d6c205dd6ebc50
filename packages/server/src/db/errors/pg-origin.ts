import type { PgError } from './pg-error.ts';

/**
 * Who raised an error: an SQLSTATE alone does not say, because code of users may raise any. The fields of an error that
 * code can't choose are the function in Postgres' own source that reported it (`routine`), and its context (`where`).
 */

/** RAISE and ASSERT of PL/pgSQL: src/pl/plpgsql/src/pl_exec.c. */
const RAISING = new Set(['exec_stmt_raise', 'exec_stmt_assert']);

/** Whether code raised the error by itself, ours or a user's, with a message of its own. */
export function isRaised({ routine }: PgError): boolean {
  return routine !== undefined && RAISING.has(routine);
}

const FUNCTION = /PL\/|^SQL function/;

/** The lines of a context that functions are named in, the innermost first. */
function functionLines({ where = '' }: PgError): string[] {
  return where.split('\n').filter((line) => FUNCTION.test(line));
}

/**
 * The name in such a line, up to its arguments; none of a name that Postgres quotes, as it does any that could be mistaken for
 * another. It stands with its schema where no session has that in its search path, as with `selfdb`.
 */
function plainName(line: string): string {
  const [unquoted = ''] = line.split('"');
  const [head = '', ...more] = unquoted.split('(');
  return more.length > 0 ? (head.split(/[^\w.]/).at(-1) ?? '') : '';
}

/** Nobody else may create functions in these schemas. */
function isOfSystem(line: string): boolean {
  return /^selfdb(?:_api)?\./.test(plainName(line));
}

/** States that statements refuse with by a call of `selfdb_api.refuse` of their own; two are Postgres' for the same. */
const OF_STATEMENT = new Set(['SD403', 'SD409', 'SD412', 'SDROW', '21000', '55000']);

/**
 * Whether a statement itself refused what it was to do. A call by a check of a user's looks the same, and tells the client no
 * more than that the row is refused. One by a function or trigger does not.
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
 * The state of a refusal that a statement of the system's came to (SD401 and the like); undefined for any other error. A state
 * that code of users raises is none, even when that code calls a function of the schema `selfdb_api` for it. What is not seen here
 * is such a call by an expression, such as a check. Code that runs statements in which expressions of users are evaluated
 * therefore has to look at which of them failed.
 */
export function refusalStateOf(pg: PgError): string | undefined {
  if (!/^SD(?:\d{3}|ROW)$/.test(pg.code) || !isRaised(pg)) return undefined;
  const [innermost = '', ...outer] = functionLines(pg);
  const isOfFunction = plainName(innermost).startsWith('selfdb.') && outer.every(isOfSystem);
  return isOfFunction || isOfStatement(pg) ? pg.code : undefined;
}

/** Whether a function of the schema `selfdb_api` raised the error by itself, called by a statement. */
export function isRaisedBy(pg: PgError, name: string): boolean {
  const [innermost = '', ...outer] = functionLines(pg);
  return isRaised(pg) && outer.length === 0 && plainName(innermost) === `selfdb_api.${name}`;
}

/** Whether the error came out of a statement or an expression that a function or a foreign key runs. */
export function isOfInnerCode({ where }: PgError): boolean {
  return where !== undefined && /^(?:PL\/|SQL )/m.test(where);
}

/** The innermost function that an error came out of, as Postgres writes its name. */
export function functionOf(pg: PgError): string | undefined {
  const [line = ''] = functionLines(pg);
  if (line.startsWith('SQL function "')) return line.split('"')[1];
  const [, signature] = line.split(' function ');
  return signature?.includes('(') ? signature.split('(')[0] : undefined;
}
