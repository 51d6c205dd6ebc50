import { trimBlanks } from '../blanks.ts';

/** An array: its size per dimension (none for an empty one), and its items in order. */
export interface ArrayOf<T> {
  dimensions: number[];
  items: (T | null)[];
}

type Nested<T> = T | null | Nested<T>[];

/**
 * Nested lists as one array; undefined if lists of one level differ in size, or an item stands next to a list.
 */
export function flatten<T>(lists: Nested<T>[]): ArrayOf<T> | undefined {
  const dimensions: number[] = [];
  const items: (T | null)[] = [];
  const visit = (value: Nested<T>, depth: number): boolean => {
    if (!Array.isArray(value)) {
      items.push(value);
      return depth === dimensions.length;
    }
    if (depth === dimensions.length && items.length === 0) dimensions.push(value.length);
    return dimensions[depth] === value.length && value.every((inner) => visit(inner, depth + 1));
  };
  if (!visit(lists, 0) || dimensions.length > MAX_DIMENSIONS) return undefined;
  return items.length === 0 ? { dimensions: [], items } : { dimensions, items };
}

// MAXDIM in c.h
const MAX_DIMENSIONS = 6;

/** One token of array_in: a brace, a comma, a quoted text, or plain text with its blanks. */
const TOKEN = /([{},])|[ \t-\r]*"((?:[^"\\]|\\.)*)"[ \t-\r]*|((?:[^"\\{},]|\\.)+)/gsy;

/** Reads it as array_in does, without explicit subscripts; undefined if array_in refuses it. */
export function readArrayLiteral(text: string): ArrayOf<string> | undefined {
  const tokens = tokensOf(text);
  const lists: Nested<string>[][] = [[]];
  let expectsItem = true;
  for (const token of tokens ?? []) {
    const open = lists.at(-1);
    if (!open || (token === ',' && lists.length === 1)) return undefined;
    if (token === '}') {
      // A brace may close an empty list, but not one that ends with a comma.
      if (lists.length === 1 || (expectsItem && open.length > 0)) return undefined;
      lists.pop();
      expectsItem = false;
    } else if (token === ',') {
      if (expectsItem) return undefined;
      expectsItem = true;
    } else {
      if (!expectsItem || (lists.length === 1 && token !== '{')) return undefined;
      if (lists.length > MAX_DIMENSIONS && token === '{') return undefined;
      if (token === '{') {
        const list: Nested<string>[] = [];
        open.push(list);
        lists.push(list);
      } else open.push(token.item);
      expectsItem = token === '{';
    }
  }
  const [root] = lists[0] ?? [];
  return tokens && lists.length === 1 && Array.isArray(root) ? flatten(root) : undefined;
}

type Token = '{' | '}' | ',' | { item: string | null };

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let end = 0;
  for (const [whole, mark, quoted, plain] of text.matchAll(TOKEN)) {
    end += whole.length;
    if (mark === '{' || mark === '}' || mark === ',') tokens.push(mark);
    else if (quoted !== undefined) tokens.push({ item: unescaped(quoted) });
    else if (plain !== undefined && trimBlanks(plain) !== '')
      tokens.push({ item: plainItem(trimBlanks(plain)) });
  }
  return end === text.length ? tokens : undefined;
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');

/** NULL is null, unless it is quoted or contains a backslash. */
function plainItem(text: string): string | null {
  return text.toUpperCase() === 'NULL' ? null : unescaped(text);
}
