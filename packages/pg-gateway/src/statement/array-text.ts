/** A parsed array of Postgres' text format; an element is its text, null, or an array. */
export type ArrayElement = string | null | ArrayElement[];

/**
 * Parses an array in Postgres' text format, such as `{1,NULL,"a b"}` or `[0:1]={1,2}`.
 * Source: https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO
 */
export function parseArrayText(text: string): ArrayElement[] {
  const root: ArrayElement[] = [];
  const open: ArrayElement[][] = [root];
  let at = text.indexOf('{') + 1;
  while (open.length > 0 && at < text.length) {
    const current = open.at(-1) ?? root;
    const character = text[at];
    if (character === '{') {
      const inner: ArrayElement[] = [];
      current.push(inner);
      open.push(inner);
      at += 1;
    } else if (character === '}') {
      open.pop();
      at += 1;
    } else if (character === ',') {
      at += 1;
    } else {
      at = character === '"' ? quotedElement(text, at + 1, current) : bareElement(text, at, current);
    }
  }
  return root;
}

function quotedElement(text: string, start: number, into: ArrayElement[]): number {
  let value = '';
  let at = start;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\') at += 1;
    value += text[at];
    at += 1;
  }
  into.push(value);
  return at + 1;
}

function bareElement(text: string, start: number, into: ArrayElement[]): number {
  let at = start;
  while (at < text.length && text[at] !== ',' && text[at] !== '}') at += 1;
  const value = text.slice(start, at);
  into.push(value === 'NULL' ? null : value);
  return at;
}
