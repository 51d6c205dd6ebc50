import type { StatementRange } from './split.ts';
import type { SqlToken } from './tokens.ts';

/** A statement that destroys more than a slip should. */
export interface SqlDanger {
  kind: 'drop' | 'truncate' | 'delete' | 'update';
  /** What it does, as a sentence. */
  sentence: string;
  statement: string;
}

const isWord = (token: SqlToken | undefined, text: string) => token?.kind === 'word' && token.text === text;
const isName = (token: SqlToken | undefined) => token?.kind === 'word' || token?.kind === 'quoted';
const isSymbol = (token: SqlToken | undefined, text: string) =>
  token?.kind === 'symbol' && token.text === text;

/** A name that may have a schema: `public.notes`. */
function nameAt(tokens: SqlToken[], at: number): string {
  let name = '';
  for (let i = at; isName(tokens[i]) || isSymbol(tokens[i], '.'); i++) {
    if (name && !name.endsWith('.') && !isSymbol(tokens[i], '.')) break;
    name += tokens[i]?.text ?? '';
  }
  return name;
}

/** The tokens from one on, up to the parenthesis that closes the level it is on. */
function levelFrom(tokens: SqlToken[], start: number): SqlToken[] {
  let depth = 0;
  const level: SqlToken[] = [];
  for (const token of tokens.slice(start)) {
    if (isSymbol(token, '(')) depth++;
    if (isSymbol(token, ')')) depth--;
    if (depth < 0) break;
    if (depth === 0) level.push(token);
  }
  return level;
}

const skipWords = (tokens: SqlToken[], at: number, words: string[]): number => {
  let next = at;
  while (words.some((word) => isWord(tokens[next], word))) next++;
  return next;
};

/** Whether a command can begin at a token: at the start, in a parenthesis (a CTE), or after the CTEs, EXPLAIN or its options. */
function startsCommand(tokens: SqlToken[], at: number): boolean {
  const previous = tokens[at - 1];
  if (!previous || isSymbol(previous, '(') || isSymbol(previous, ')')) return true;
  return (
    ['explain', 'analyze', 'analyse', 'verbose', 'as'].includes(previous.text) && previous.kind === 'word'
  );
}

function dangerAt(tokens: SqlToken[], at: number): Omit<SqlDanger, 'statement'> | undefined {
  const token = tokens[at];
  if (token?.kind !== 'word' || !startsCommand(tokens, at)) return undefined;
  if (token.text === 'delete' && isWord(tokens[at + 1], 'from')) {
    if (levelFrom(tokens, at).some((part) => isWord(part, 'where'))) return undefined;
    const name = nameAt(tokens, skipWords(tokens, at + 2, ['only']));
    return { kind: 'delete', sentence: `DELETE without WHERE deletes every row of ${name}.` };
  }
  if (token.text !== 'update') return undefined;
  const level = levelFrom(tokens, at);
  if (!level.some((part) => isWord(part, 'set')) || level.some((part) => isWord(part, 'where')))
    return undefined;
  const name = nameAt(tokens, skipWords(tokens, at + 1, ['only']));
  return { kind: 'update', sentence: `UPDATE without WHERE changes every row of ${name}.` };
}

function leadingDanger(tokens: SqlToken[]): Omit<SqlDanger, 'statement'> | undefined {
  if (isWord(tokens[0], 'truncate')) {
    const name = nameAt(tokens, skipWords(tokens, 1, ['table', 'only']));
    return { kind: 'truncate', sentence: `TRUNCATE deletes every row of ${name}.` };
  }
  if (isWord(tokens[0], 'drop')) return { kind: 'drop', sentence: dropSentence(tokens) };
  const drop = isWord(tokens[0], 'alter') ? tokens.findIndex((_, at) => dropsColumn(tokens, at)) : -1;
  if (drop < 0) return undefined;
  const name = nameAt(tokens, skipWords(tokens, drop + 1, ['column', 'if', 'exists']));
  return { kind: 'drop', sentence: `DROP COLUMN deletes the column ${name} with its values.` };
}

const OTHER_DROPS = ['constraint', 'default', 'not', 'expression', 'identity', 'attribute'];

/** `ALTER TABLE … DROP name`: the word COLUMN may be left out. */
function dropsColumn(tokens: SqlToken[], at: number): boolean {
  const next = tokens[at + 1];
  if (!isWord(tokens[at], 'drop') || !isWord(tokens[1], 'table') || !isName(next)) return false;
  return !OTHER_DROPS.some((word) => isWord(next, word));
}

function dropSentence(tokens: SqlToken[]): string {
  const kindEnd = skipWords(tokens, 1, ['materialized', 'foreign', 'event', 'access']) + 1;
  const kind = tokens
    .slice(1, kindEnd)
    .map(({ text }) => text)
    .join(' ');
  const name = nameAt(tokens, skipWords(tokens, kindEnd, ['concurrently', 'if', 'exists']));
  const cascade = tokens.some((token) => isWord(token, 'cascade')) ? ' and all that depends on it' : '';
  return `DROP deletes the ${kind} ${name}${cascade}.`;
}

/** What a person should confirm before these statements run. */
export function findDangers(statements: StatementRange[]): SqlDanger[] {
  return statements.flatMap(({ tokens, text }) => {
    const leading = leadingDanger(tokens);
    const found = leading ? [leading] : tokens.flatMap((_, at) => dangerAt(tokens, at) ?? []);
    return found.map((danger) => ({ ...danger, statement: text }));
  });
}

const WRITES = new Set(['insert', 'update', 'delete', 'merge', 'create', 'refresh', 'execute', 'declare']);

/** Whether a statement changes data when it runs, at its top or in a CTE. */
export function changesData(statement: StatementRange): boolean {
  return statement.tokens.some(
    (token, at) => token.kind === 'word' && WRITES.has(token.text) && startsCommand(statement.tokens, at),
  );
}
