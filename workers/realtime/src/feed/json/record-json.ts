import { type JsonText, stringJson } from './scalar-json.ts';

interface Field {
  name: string;
  toJson: JsonText;
}

/** Makes JSON of a row's text, `(1,"a ""b""",)` (PostgreSQL documentation, 8.16.6). */
export function recordJson(fields: Field[]): JsonText {
  return (text) => {
    const values = splitRecord(text);
    const members = fields.map(({ name, toJson }, i) => {
      const value = values[i];
      return `${stringJson(name)}:${value == null ? 'null' : toJson(value)}`;
    });
    return `{${members.join(',')}}`;
  };
}

/** Nothing between two commas is null; `""` is the empty text. */
function splitRecord(text: string): (string | null)[] {
  const values: (string | null)[] = [];
  let start = 1;
  let isQuoted = false;
  for (let at = 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || character === ')')) {
      values.push(at === start ? null : unquote(text.slice(start, at)));
      start = at + 1;
    }
  }
  return values;
}

/** record_out quotes a whole value and doubles the quotes and backslashes in it. */
function unquote(raw: string): string {
  return raw.startsWith('"') ? raw.slice(1, -1).replace(/""|\\(.)/gs, (_pair, one) => one ?? '"') : raw;
}
