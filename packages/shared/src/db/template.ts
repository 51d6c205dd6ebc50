import type { Sql } from 'sql-template-tag';
import type { Statement } from './database.ts';

/** Stands for a value that each use of a template gives. Typed as that value, so that SQL can be composed with it. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Values = Record<string, string | number | boolean | null>;

/**
 * A statement whose text is composed once and used for many values: for the hottest reads, where composing takes a
 * notable part of the time. `build` gets a stand-in for every name and must put them into the SQL as values.
 * Example: `const byId = template(['id'], ({ id }) => sql`select … where id = ${id}`); db.query(byId({ id }))`.
 */
export function template<K extends string>(
  names: readonly K[],
  build: (stand: Record<K, string>) => Sql,
): (values: Record<K, Values[string]>) => Statement {
  const slots = Object.fromEntries(names.map((name) => [name, new Slot(name)]));
  const composed = build(slots as Record<string, never>);
  const text = withoutSpace(composed.text);
  const textJson = JSON.stringify(text);
  const places: unknown[] = composed.values;
  return (values) => ({
    text,
    textJson,
    values: places.map((place) => (place instanceof Slot ? values[place.name as K] : place)),
  });
}

/** SQL with every white space outside of quotes as one blank: it travels and is looked up with each use. */
function withoutSpace(text: string): string {
  return text
    .replace(/("(?:[^"]|"")*"|'(?:[^']|'')*')|\s+/g, (_, quoted: string | undefined) => quoted ?? ' ')
    .trim();
}
