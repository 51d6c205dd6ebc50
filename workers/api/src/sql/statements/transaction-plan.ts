import { AppError } from '@selfdb/shared/errors';
import { findForbidden } from './forbidden-statements.ts';
import { findPsqlOnly } from './psql-refusals.ts';
import { type SqlStatement, splitStatements } from './split-statements.ts';

/** How the statements of one call run. */
export interface TransactionPlan {
  /** The statement that opens the transaction; absent when a lone statement runs without an explicit one. */
  begin: string | undefined;
  statements: SqlStatement[];
  notices: string[];
  /** What is wrong with the statements. It is sent only to callers who may run SQL. */
  refusal: AppError | undefined;
}

/** Matches words separated by one space. */
const OPENING = /^(?:begin(?: (?:work|transaction))?|start transaction)(?= |$)/;
const MODE =
  /^(?: ,)? (?:isolation level (?:serializable|repeatable read|read (?:un)?committed)|read write|read only|(?:not )?deferrable)(?= |$)/;
const CLOSING = /^(?:commit|end)(?:\s+(?:work|transaction))?$/i;

/**
 * Plans the transaction around the statements of a text. All statements of one call are one transaction, so a BEGIN at the
 * start (its modes are kept) and a COMMIT at the end change nothing; other transaction control is refused. A lone statement
 * runs without an explicit transaction, as VACUUM and similar commands need, unless it changes rows or empties tables.
 */
export function planTransaction(source: string, readOnly: boolean): TransactionPlan {
  const statements = splitStatements(source);
  const notices: string[] = [];
  const given = modesOf(statements[0]);
  if (given !== undefined) {
    statements.shift();
    notices.push('BEGIN was ignored: the statements of one call are always one transaction.');
  }
  if (CLOSING.test(statements.at(-1)?.text ?? '')) {
    statements.pop();
    notices.push('COMMIT was ignored: the transaction commits after all statements have succeeded.');
  }
  const modes = [given ?? '', readOnly ? ' read only' : ''].filter((mode) => mode !== '');
  const explicit =
    readOnly ||
    given !== undefined ||
    statements.length > 1 ||
    statements.some((statement) => changesRows(statement) || emptiesTables(statement));
  const begin = explicit ? `begin${modes.join(',')}` : undefined;
  return { begin, statements, notices, refusal: firstRefusal(statements, source, readOnly) };
}

/** The modes of a statement that opens a transaction, with one space between words; undefined of any other. */
function modesOf(statement: SqlStatement | undefined): string | undefined {
  if (statement?.words[0] !== 'begin' && statement?.words[0] !== 'start') return undefined;
  const text = (statement.text.toLowerCase().match(/[^\s,]+|,/g) ?? []).join(' ');
  const opening = OPENING.exec(text);
  if (!opening) return undefined;
  const modes = text.slice(opening[0].length);
  let rest = modes;
  for (let mode = MODE.exec(rest); mode; mode = MODE.exec(rest)) rest = rest.slice(mode[0].length);
  return rest === '' ? modes.replaceAll(' ,', ',') : undefined;
}

const DML = new Set(['insert', 'update', 'delete', 'merge']);

/** Whether a statement is plain DML: each row of its RETURNING is a changed row. */
export function changesRows({ words: [first = ''] }: SqlStatement): boolean {
  return DML.has(first);
}

function emptiesTables({ words: [first = ''] }: SqlStatement): boolean {
  return first === 'truncate';
}

const DEFINING = new Set(['create', 'alter', 'drop']);

/** Whether a statement is DDL, which itself changes no existing rows. */
export function definesObjects({ words: [first = ''] }: SqlStatement): boolean {
  return DEFINING.has(first);
}

/** Whether a statement that waits for its lock makes all others wait. One that works concurrently waits for them on purpose. */
export function blocksOthers(statement: SqlStatement): boolean {
  return (definesObjects(statement) || emptiesTables(statement)) && !/\bconcurrently\b/i.test(statement.text);
}

const DDL = new Set([...DEFINING, 'truncate', 'do', 'call']);

/** Whether a statement may create, rename, drop or empty tables. */
export function changesTables({ words: [first = ''] }: SqlStatement): boolean {
  return DDL.has(first);
}

function firstRefusal(statements: SqlStatement[], source: string, readOnly: boolean): AppError | undefined {
  for (const statement of statements) {
    const refusal =
      findPsqlOnly(statement, source) ?? refusalOf(statement) ?? findForbidden(statement, readOnly);
    if (refusal) return refusal;
  }
  return undefined;
}

function refusalOf(statement: SqlStatement): AppError | undefined {
  if (!isTransactionControl(statement.words)) return undefined;
  return new AppError('sql_error', `${statement.words[0]?.toUpperCase()} can't be used here.`, {
    fields: {
      sqlstate: '2D000',
      position: null,
      hint: 'The statements of one call are one transaction: send a call for each transaction, or use SAVEPOINT.',
    },
  });
}

const ALWAYS = new Set(['begin', 'start', 'commit', 'end', 'abort']);

function isTransactionControl([first = '', second = '', third = '']: string[]): boolean {
  if (first === 'rollback') return second !== 'to' && third !== 'to';
  return ALWAYS.has(first) || (first === 'prepare' && second === 'transaction');
}
