import { type JsonText, stringJson } from './json-text.ts';

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

/** Nothing at all between two commas is null, and `""` the empty text. */
function splitRecord(text: string): (string | null)[] {
  const values: (string | null)[] = [];
  const field = /(?:"(?:[^"\\]|""|\\.)*"|[^",()\\]|\\.)*[,)]/gsy;
  field.lastIndex = 1;
  for (let match = field.exec(text); match; match = field.exec(text)) {
    const raw = match[0].slice(0, -1);
    values.push(raw === '' ? null : unquote(raw));
  }
  return values;
}

function unquote(raw: string): string {
  return raw.replace(/"((?:[^"\\]|""|\\.)*)"|\\(.)/gs, (_all, inner: string | undefined, escaped: string) =>
    inner === undefined
      ? escaped
      : inner.replace(/""|\\(.)/gs, (_pair, one: string | undefined) => one ?? '"'),
  );
}
