import { type SqlToken, tokenizeSql } from './tokens.ts';

/** One statement of a text. */
export interface StatementRange {
  text: string;
  /** Where it begins and ends in the whole text, without the semicolon, in UTF-16 units. */
  from: number;
  to: number;
  tokens: SqlToken[];
}

/** Counts what hides a semicolon: parentheses, and `BEGIN ATOMIC … END` of a function. */
interface Depth {
  parentheses: number;
  bodies: number;
}

function follow(depth: Depth, tokens: SqlToken[], token: SqlToken): void {
  if (token.text === '(' && token.kind === 'symbol') depth.parentheses++;
  if (token.text === ')' && token.kind === 'symbol') depth.parentheses = Math.max(0, depth.parentheses - 1);
  if (token.kind !== 'word' || depth.parentheses > 0) return;
  const previous = tokens.at(-1)?.text;
  if (token.text === 'atomic' && previous === 'begin' && tokens[0]?.text === 'create') depth.bodies++;
  else if (depth.bodies > 0 && token.text === 'case' && previous !== 'end') depth.bodies++;
  else if (depth.bodies > 0 && token.text === 'end') depth.bodies--;
}

/** The statements of a text. Those that are only comments are left out. */
export function splitSql(source: string): StatementRange[] {
  const statements: StatementRange[] = [];
  let tokens: SqlToken[] = [];
  let depth: Depth = { parentheses: 0, bodies: 0 };
  const finish = () => {
    const from = tokens[0]?.from;
    const to = tokens.at(-1)?.to;
    if (from !== undefined && to !== undefined) {
      statements.push({ text: source.slice(from, to), from, to, tokens });
    }
    tokens = [];
    depth = { parentheses: 0, bodies: 0 };
  };
  for (const token of tokenizeSql(source)) {
    const ends = token.text === ';' && token.kind === 'symbol';
    if (ends && depth.parentheses === 0 && depth.bodies === 0) {
      finish();
      continue;
    }
    follow(depth, tokens, token);
    tokens.push(token);
  }
  finish();
  return statements;
}

/** The statement that holds a position, or the one before it, as a cursor behind a semicolon means. */
export function statementAt(source: string, position: number): StatementRange | undefined {
  const statements = splitSql(source);
  const before = statements.findLast(({ from }) => from <= position);
  const after = statements.find(({ from }) => from > position);
  if (!before || !after) return before ?? after;
  // A cursor on a line of its own, directly above a statement, means that statement.
  const gap = source.slice(before.to, position);
  return gap.includes('\n') && !source.slice(position, after.from).includes('\n') ? after : before;
}
