import type { PgError } from './pg-errors.ts';

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

/**
 * A function of the schema `selfdb`, in which nobody else may create one. Postgres quotes any name that could be mistaken
 * for it, and prints it with its schema, as no session has that in its search path.
 */
const OF_SYSTEM = /^[^"\n]*[^"\n\w.]selfdb(?:_api)?\.[a-z_]+\(/;
const REFUSE = /^[^"\n]*[^"\n\w](?:selfdb_api\.)?refuse\(text,text\)/;
const FUNCTION = /PL\/|^SQL function/;

/** States that statements refuse with by a call of `selfdb_api.refuse` of their own. */
const OF_STATEMENT = new Set(['SD403', 'SD409', 'SD412', 'SDROW']);

/**
 * Whether a statement itself refused what it was to do. A call by a check of a user's looks the same, and tells the client no
 * more than that the row is refused. One by a function or trigger does not.
 */
export function isOfStatement(pg: PgError): boolean {
  if (!OF_STATEMENT.has(pg.code) || !isRaised(pg)) return false;
  const [first = '', ...outer] = functionsOf(pg);
  return outer.length === 0 && REFUSE.test(first);
}

/**
 * The state of a refusal that a statement of the system's came to (SD401 and the like); undefined for any other error. A state
 * that code of users raises is none, even when that code calls a function of the schema `selfdb_api` for it. What is not seen is
 * such a call by an expression, such as a check. Statements on rows therefore take only their own refusals as the system's.
 */
export function refusalStateOf(pg: PgError): string | undefined {
  if (!/^SD(?:\d{3}|ROW)$/.test(pg.code) || !isRaised(pg)) return undefined;
  if (isOfStatement(pg)) return pg.code;
  const [first = '', ...outer] = functionsOf(pg);
  if (!first.includes('selfdb.') || !OF_SYSTEM.test(first)) return undefined;
  return outer.every((line) => OF_SYSTEM.test(line)) ? pg.code : undefined;
}

/** Whether a function of the schema `selfdb_api` raised the error by itself, called by a statement. */
export function isRaisedBy(pg: PgError, name: string): boolean {
  const [first = '', ...outer] = functionsOf(pg);
  return isRaised(pg) && outer.length === 0 && first.startsWith(`PL/pgSQL function selfdb_api.${name}(`);
}

function functionsOf({ where }: PgError): string[] {
  return (where ?? '').split('\n').filter((line) => FUNCTION.test(line));
}

/** Whether the error came out of a statement or an expression that a function or a foreign key runs. */
export function isOfInnerCode({ where }: PgError): boolean {
  return where !== undefined && /^(?:PL\/|SQL )/m.test(where);
}

/** The innermost function that an error came out of, as Postgres writes its name. */
export function functionOf({ where }: PgError): string | undefined {
  const found = /^(?:PL\/\w+ function ([^(\n]+)\(|SQL function "([^"\n]+)")/m.exec(where ?? '');
  return found?.[1] ?? found?.[2];
}
