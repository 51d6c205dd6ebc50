import { isIdentifier } from '../identifier.ts';

/** The parts of a written type: `pg_catalog.numeric(5,2)[]`. */
export interface Phrase {
  schema?: string;
  /** Words in lower case, joined by one space; a quoted name unchanged. */
  name: string;
  isQuoted: boolean;
  modifiers?: Written;
  isArray: boolean;
}

interface Written {
  numbers: number[];
  /** The number of words before the parenthesis: 1 in `timestamp(3) with time zone`. */
  after: number;
}

const MAX_CHARACTERS = 300;
/** As in Postgres' own scanner, a name may contain every character beyond ASCII. */
const TOKEN = /^(?:([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|"((?:[^"]|"")*)"|([+-]?\d{1,9})|([()[\],.]))/;

interface Token {
  kind: 'word' | 'quoted' | 'number' | 'sign';
  text: string;
}

/** Undefined if the text does not have the form of a type. */
export function readPhrase(text: string): Phrase | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const isArray = takeBrackets(tokens);
  const schema = takeSchema(tokens);
  const modifiers = takeModifiers(tokens);
  const isQuoted = tokens[0]?.kind === 'quoted';
  if (isArray === undefined || modifiers === undefined || !isName(tokens)) return undefined;
  return {
    name: tokens.map((token) => token.text).join(' '),
    isQuoted,
    isArray,
    ...(modifiers ? { modifiers } : {}),
    ...(schema === undefined ? {} : { schema }),
  };
}

function isName([first, ...more]: Token[]): boolean {
  if (!first || !isIdentifier(first.text)) return false;
  if (first.kind === 'quoted') return more.length === 0;
  return [first, ...more].every(({ kind }) => kind === 'word');
}

function tokensOf(text: string): Token[] | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const tokens: Token[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const [whole = '', word, quoted, number, sign] = TOKEN.exec(rest) ?? [];
    if (word !== undefined) tokens.push({ kind: 'word', text: folded(word) });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else return undefined;
    rest = rest.slice(whole.length).trimStart();
  }
  return tokens;
}

/** In lower case, as Postgres does it: ASCII letters only. */
function folded(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Removes `[]`, `[3][]`, `array` or `array[3]` from the end. Postgres keeps neither bounds nor dimensions. */
function takeBrackets(tokens: Token[]): boolean | undefined {
  let isArray = false;
  while (isSign(tokens.at(-1), ']')) {
    tokens.pop();
    if (tokens.at(-1)?.kind === 'number') tokens.pop();
    if (!isSign(tokens.pop(), '[')) return undefined;
    isArray = true;
  }
  const last = tokens.at(-1);
  if (tokens.length > 1 && last?.kind === 'word' && last.text === 'array') {
    tokens.pop();
    isArray = true;
  }
  return isArray;
}

/** Removes the pair of parentheses: null if there is none, undefined if it does not hold numbers. */
function takeModifiers(tokens: Token[]): Written | null | undefined {
  const after = tokens.findIndex((token) => isSign(token, '('));
  if (after < 0) return null;
  const end = tokens.findIndex((token) => isSign(token, ')'));
  const inside = tokens.splice(after, end - after + 1).slice(1, -1);
  const isList = inside.every(({ kind, text }, i) => (i % 2 === 0 ? kind === 'number' : text === ','));
  if (end < after || inside.length % 2 === 0 || !isList) return undefined;
  return { numbers: inside.filter((_, i) => i % 2 === 0).map(({ text }) => Number(text)), after };
}

function takeSchema(tokens: Token[]): string | undefined {
  if (!isSign(tokens[1], '.')) return undefined;
  return tokens.splice(0, 2)[0]?.text;
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}
