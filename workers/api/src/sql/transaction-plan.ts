import { AppError } from '@selfdb/shared/errors';
import { findFenced } from './fences.ts';
import type { Statement } from './split-statements.ts';

/** How the statements of one call run. */
export interface TransactionPlan {
  /** The statement that opens the transaction; absent when a lone statement runs without an explicit one. */
  begin: string | undefined;
  statements: Statement[];
  notices: string[];
  /** What is wrong with the statements; told only to those who may run any. */
  refusal: AppError | undefined;
}

const MODE =
  '(?:isolation\\s+level\\s+(?:serializable|repeatable\\s+read|read\\s+committed|read\\s+uncommitted)|read\\s+write|read\\s+only|(?:not\\s+)?deferrable)';
const OPENING = new RegExp(
  `^(?:begin(?:\\s+(?:work|transaction))?|start\\s+transaction)((?:\\s*,?\\s+${MODE})*)$`,
  'i',
);
const CLOSING = /^(?:commit|end)(?:\s+(?:work|transaction))?$/i;

/**
 * Decides the transaction around the statements. All of one call are one transaction, so a BEGIN at the start
 * (its modes are kept) and a COMMIT at the end change nothing; other transaction control is refused.
 * A lone statement runs without an explicit transaction, as VACUUM and the like demand it, unless it changes rows.
 */
export function planTransaction(all: Statement[], readOnly: boolean): TransactionPlan {
  const statements = [...all];
  const notices: string[] = [];
  const opening = OPENING.exec(statements[0]?.text ?? '');
  if (opening) {
    statements.shift();
    notices.push('BEGIN was left out: the statements of one call are one transaction anyway.');
  }
  if (CLOSING.test(statements.at(-1)?.text ?? '')) {
    statements.pop();
    notices.push('COMMIT was left out: the transaction is committed when all statements have succeeded.');
  }
  const modes = [opening?.[1] ?? '', readOnly ? ' read only' : ''].filter((mode) => mode !== '');
  const explicit = readOnly || opening !== null || statements.length > 1 || statements.some(changesRows);
  const begin = explicit ? `begin${modes.join(',')}` : undefined;
  return { begin, statements, notices, refusal: firstRefusal(statements, readOnly) };
}

const DML = new Set(['insert', 'update', 'delete', 'merge']);

/** Whether a statement is plain DML, so that RETURNING may answer rows of which each stands for a change. */
export function changesRows({ words: [first = ''] }: Statement): boolean {
  return DML.has(first);
}

const DEFINING = new Set(['create', 'alter', 'drop']);

/** Whether a statement is DDL, which itself changes no rows that others have made. */
export function definesObjects({ words: [first = ''] }: Statement): boolean {
  return DEFINING.has(first);
}

const DDL = new Set([...DEFINING, 'do', 'call']);

/** Whether a statement may make, rename or drop tables. */
export function changesTables({ words: [first = ''] }: Statement): boolean {
  return DDL.has(first);
}

function firstRefusal(statements: Statement[], readOnly: boolean): AppError | undefined {
  for (const statement of statements) {
    const refusal = refusalOf(statement) ?? findFenced(statement, readOnly);
    if (refusal) return refusal;
  }
  return undefined;
}

function refusalOf(statement: Statement): AppError | undefined {
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
