/** A word, symbol or literal of SQL; comments and white space are left out. */
export interface SqlToken {
  kind: 'word' | 'quoted' | 'string' | 'symbol';
  /** Words in lower case, quoted names without their quotes, the rest as written. */
  text: string;
  /** Where it begins and ends in the source, in UTF-16 units. */
  from: number;
  to: number;
}

const SPACE = /\s+/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER_OR_PARAMETER = /\$?\d[\w.$]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

function matchEnd(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

function pastText(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from);
  return found < 0 ? source.length : found + text.length;
}

/** Postgres nests block comments. */
function blockCommentEnd(source: string, at: number): number {
  let depth = 0;
  for (let end = at; end < source.length; ) {
    if (source.startsWith('/*', end)) depth++;
    else if (source.startsWith('*/', end)) depth--;
    else {
      end++;
      continue;
    }
    end += 2;
    if (depth === 0) return end;
  }
  return source.length;
}

/** In `E'…'` a backslash escapes the next character. A doubled quote ends one string and begins the next, which is the same here. */
function stringEnd(source: string, at: number, escapes: boolean): number {
  if (!escapes) return pastText(source, "'", at + 1);
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === '\\') end++;
    else if (source[end] === "'") return end + 1;
  }
  return source.length;
}

function commentEnd(source: string, at: number): number {
  if (source.startsWith('--', at)) return matchEnd(LINE_COMMENT, source, at);
  return source.startsWith('/*', at) ? blockCommentEnd(source, at) : at;
}

function tokenAt(source: string, at: number): SqlToken {
  const first = source.charAt(at);
  const token = (kind: SqlToken['kind'], to: number, text = source.slice(at, to)): SqlToken => ({
    kind,
    text,
    from: at,
    to,
  });
  if (first === "'") return token('string', stringEnd(source, at, false));
  if (first === '"') {
    const to = pastText(source, '"', at + 1);
    return token('quoted', to, source.slice(at + 1, Math.max(at + 1, to - 1)));
  }
  const tagEnd = first === '$' ? matchEnd(DOLLAR_TAG, source, at) : at;
  if (tagEnd > at) return token('string', pastText(source, source.slice(at, tagEnd), tagEnd));
  const wordEnd = matchEnd(WORD, source, at);
  if (wordEnd === at + 1 && (first === 'e' || first === 'E') && source[wordEnd] === "'") {
    return token('string', stringEnd(source, wordEnd, true));
  }
  if (wordEnd > at) return token('word', wordEnd, source.slice(at, wordEnd).toLowerCase());
  const numberEnd = matchEnd(NUMBER_OR_PARAMETER, source, at);
  return token('symbol', numberEnd > at ? numberEnd : at + 1);
}

/** The tokens of a text by the rules of Postgres' lexer. What is still open at the end goes on to the end. */
export function tokenizeSql(source: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = matchEnd(SPACE, source, 0); at < source.length; at = matchEnd(SPACE, source, at)) {
    const comment = commentEnd(source, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}
