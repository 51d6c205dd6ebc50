import type { Reading } from './match-row.ts';
import { lowerCase } from './types/code-points.ts';
import type { ColumnType } from './types/column-type.ts';
import type { MatchColumn } from './types/type-of.ts';

/** A column's value; null also when it can't be read, as of a type that is not known here. */
export function readValue<V>(column: MatchColumn, type: ColumnType<V>): Reading<V | null> {
  return {
    key: keyOf(column, 'value'),
    of: (row) => {
      const json = row.value(column.name, type.isWhole);
      return json === null ? null : (type.decode(json) ?? null);
    },
  };
}

/** Postgres' `column::text`. */
export function readText<V>(column: MatchColumn, type: ColumnType<V>): Reading<string | null> {
  const value = readValue(column, type);
  return {
    key: keyOf(column, 'text'),
    of: (row) => {
      const read = row.read(value);
      return read === null ? null : type.text(read);
    },
  };
}

/** Postgres' `lower(column::text)`. */
export function readLowerText<V>(column: MatchColumn, type: ColumnType<V>): Reading<string | null> {
  const text = readText(column, type);
  return {
    key: keyOf(column, 'lower'),
    of: (row) => {
      const read = row.read(text);
      return read === null ? null : lowerCase(read);
    },
  };
}

/** With the type: filters of before and after a change of it may look at the same row. */
function keyOf({ name, cast }: MatchColumn, what: string): string {
  return `${what} ${cast} ${name}`;
}
