import type { JsonText } from './scalar-json.ts';

/** Makes JSON of an array's text, `{1,NULL,"a \"b\""}` or `[0:1]={{1,2},{3,4}}` (PostgreSQL documentation, 8.15.6). */
export function arrayJson(element: JsonText, delimiter: string): JsonText {
  return (text) => {
    const body = literalOf(text, delimiter);
    let json = '';
    let at = 0;
    while (at < body.length) {
      const character = body[at];
      if (character === '{' || character === '}') {
        json += character === '{' ? '[' : ']';
        at += 1;
      } else if (character === delimiter) {
        json += ',';
        at += 1;
      } else if (character === '"') {
        const end = closingQuote(body, at);
        json += element(withoutEscapes(body.slice(at + 1, end)));
        at = end + 1;
      } else {
        const end = endOfBare(body, at, delimiter);
        const value = body.slice(at, end);
        json += value === 'NULL' ? 'null' : element(value);
        at = end;
      }
    }
    return json;
  };
}

/** Without its bounds. An int2vector or oidvector is printed as `1 2 3`. */
function literalOf(text: string, delimiter: string): string {
  if (text.startsWith('{')) return text;
  if (text.startsWith('[')) return text.slice(text.indexOf('=') + 1);
  return `{${text.replaceAll(' ', delimiter)}}`;
}

function closingQuote(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/gs, '$1') : text;
}

function endOfBare(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '}') at += 1;
  return at;
}
