import { changesData } from '../statements/dangers.ts';
import { type StatementRange, splitSql } from '../statements/split.ts';

const UNDO_POINT = 'selfdb_explain';

/** The SQL that explains a statement. With `analyze` it runs; a statement that changes data is undone afterwards. */
export function explainSql(statement: StatementRange, analyze: boolean): string {
  const options = analyze ? 'analyze, buffers, format json' : 'format json';
  const explain = `explain (${options}) ${withoutExplain(statement)}`;
  if (!analyze || !changesData(statement)) return explain;
  return `savepoint ${UNDO_POINT}; ${explain};\nrollback to savepoint ${UNDO_POINT}`;
}

/** Takes away an EXPLAIN that the statement already has. */
function withoutExplain({ text, tokens, from }: StatementRange): string {
  if (tokens[0]?.text !== 'explain') return text;
  let next = 1;
  if (tokens[1]?.text === '(') next = tokens.findIndex(({ text: part }) => part === ')') + 1;
  while (['analyze', 'analyse', 'verbose'].includes(tokens[next]?.text ?? '')) next++;
  return text.slice((tokens[next]?.from ?? from) - from);
}

const EXPLAINABLE = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'with',
  'values',
  'table',
  'explain',
  'execute',
  'declare',
  '(',
]);

/** The statement to explain, or a sentence why there is none. */
export function explainable(statement: StatementRange | undefined): StatementRange | string {
  if (!statement) return 'Write a statement first.';
  const [first] = splitSql(statement.text)[0]?.tokens ?? [];
  if (EXPLAINABLE.has(first?.text ?? '')) return statement;
  return 'Postgres explains SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES. Put the cursor into such a statement.';
}
