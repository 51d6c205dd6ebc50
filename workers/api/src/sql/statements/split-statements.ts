/** One statement of a text, with its position and its first words. */
export interface SqlStatement {
  text: string;
  /** Index of its first character in the whole text, in UTF-16 units. */
  start: number;
  /** Up to four leading keywords in lower case; none if it begins with something else, such as a parenthesis. */
  words: string[];
  /** The first psql command in it. */
  psql?: PsqlCommand;
}

/** Begins with a backslash outside of strings and comments, where SQL has none. */
interface PsqlCommand {
  /** `\\restrict` */
  name: string;
  /** Index of the backslash in the whole text, in UTF-16 units. */
  at: number;
}

const PSQL_COMMAND = /\\[^\s\\;]*/y;
const BYTE_ORDER_MARK = '\ufeff';

const SPACE = /[ \t\n\r\f\v]*/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER_OR_PARAMETER = /\$?\d[\w$\u0080-\uffff]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
/** Strings separated only by a line break are one string, in the mode of the first. */
const STRING_GOES_ON = /(?:[ \t\f\v]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*(?=[\n\r]))*'/y;

/**
 * Splits a text at its semicolons by the rules of Postgres' and psql's lexers (`scan.l`, `psqlscan.l`): those in
 * strings, quoted names, dollar quotes, comments, parentheses and `BEGIN ATOMIC` bodies don't count.
 * Statements that consist only of comments are dropped. Postgres reports whatever is still open at the end.
 */
export function splitStatements(source: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let at = matchAt(SPACE, source, source.startsWith(BYTE_ORDER_MARK) ? 1 : 0);
  let start = at;
  let current = begin();

  const finish = () => {
    if (current.tokens > 0) {
      const { words, psql } = current;
      statements.push({ text: source.slice(start, at).trimEnd(), start, words, ...(psql ? { psql } : {}) });
    }
  };

  while (at < source.length) {
    const end = skipComment(source, at);
    if (end > at) {
      at = end;
    } else if (source[at] === ';' && current.parentheses === 0 && current.bodies === 0) {
      finish();
      at = start = matchAt(SPACE, source, at + 1);
      current = begin();
    } else {
      const tokenEnd = skipToken(source, at);
      if (source[at] === '\\')
        current.psql ??= { name: source.slice(at, matchAt(PSQL_COMMAND, source, at)), at };
      note(current, source.slice(at, tokenEnd));
      at = matchAt(SPACE, source, tokenEnd);
    }
  }
  finish();
  return statements;
}

interface Progress {
  tokens: number;
  words: string[];
  leading: boolean;
  parentheses: number;
  bodies: number;
  psql?: PsqlCommand;
}

function begin(): Progress {
  return { tokens: 0, words: [], leading: true, parentheses: 0, bodies: 0 };
}

const ROUTINE = /^create (or replace )?(function|procedure)\b/;

function note(current: Progress, token: string): void {
  current.tokens++;
  if (token === '(') current.parentheses++;
  if (token === ')' && current.parentheses > 0) current.parentheses--;
  const isWord = matchAt(WORD, token, 0) === token.length;
  current.leading &&= isWord;
  if (!isWord) return;
  const word = token.toLowerCase();
  if (current.leading && current.words.length < 4) current.words.push(word);
  if (current.parentheses === 0 && ROUTINE.test(current.words.join(' '))) noteBody(current, word);
}

/** Inside a body, `CASE` has an END too. */
function noteBody(current: Progress, word: string): void {
  if (word === 'begin' || (word === 'case' && current.bodies > 0)) current.bodies++;
  if (word === 'end' && current.bodies > 0) current.bodies--;
}

function matchAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

function skipComment(source: string, at: number): number {
  if (source.startsWith('--', at)) return matchAt(SPACE, source, matchAt(LINE_COMMENT, source, at));
  if (!source.startsWith('/*', at)) return at;
  let depth = 1;
  let end = at + 2;
  while (end < source.length && depth > 0) {
    const open = source.startsWith('/*', end);
    const close = source.startsWith('*/', end);
    depth += open ? 1 : close ? -1 : 0;
    end += open || close ? 2 : 1;
  }
  return matchAt(SPACE, source, end);
}

function skipToken(source: string, at: number): number {
  const char = source[at];
  if (char === "'") return skipString(source, at, false);
  if (char === '"') return skipQuoted(source, at, '"', false);
  if (char === '$') {
    const open = matchAt(DOLLAR_TAG, source, at);
    if (open > at) return skipPast(source, source.slice(at, open), open);
  }
  const word = matchAt(WORD, source, at);
  if (word > at) {
    const escaped = word === at + 1 && (char === 'e' || char === 'E') && source[word] === "'";
    return escaped ? skipString(source, word, true) : word;
  }
  const number = matchAt(NUMBER_OR_PARAMETER, source, at);
  return number > at ? number : at + 1;
}

function skipString(source: string, at: number, backslashes: boolean): number {
  let end = skipQuoted(source, at, "'", backslashes);
  for (let next = end; ; end = next) {
    next = matchAt(STRING_GOES_ON, source, end);
    if (next === end) return end;
    next = skipQuoted(source, next - 1, "'", backslashes);
  }
}

/** Without backslashes, a doubled quote needs no rule: it ends one string and begins the next. */
function skipQuoted(source: string, at: number, quote: string, backslashes: boolean): number {
  if (!backslashes) return skipPast(source, quote, at + 1);
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === '\\' || source.startsWith("''", end)) end++;
    else if (source[end] === quote) return end + 1;
  }
  return source.length;
}

function skipPast(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from);
  return found < 0 ? source.length : found + text.length;
}

/** Statements whose dollar-quoted strings are code. */
const CODE = /^(do|create)$/;

/**
 * The names and keywords of a statement in lower case, except in strings and comments. For `DO` and `CREATE`, those in
 * dollar-quoted bodies are included.
 */
export function codeWords(source: string): string[] {
  const words: string[] = [];
  for (let at = matchAt(SPACE, source, 0); at < source.length; ) {
    const comment = skipComment(source, at);
    const end = comment > at ? comment : skipToken(source, at);
    if (comment === at) words.push(...wordsOf(source.slice(at, end), CODE.test(words[0] ?? '')));
    at = matchAt(SPACE, source, end);
  }
  return words;
}

function wordsOf(token: string, isCode: boolean): string[] {
  if (token.startsWith('"')) return [token.slice(1, -1).replaceAll('""', '"')];
  const tag = matchAt(DOLLAR_TAG, token, 0);
  if (tag > 0) return isCode ? codeWords(token.slice(tag, -tag)) : [];
  return matchAt(WORD, token, 0) === token.length ? [token.toLowerCase()] : [];
}
