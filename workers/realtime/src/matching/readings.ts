import type { Reading } from './match-row.ts';
import { lowerCase } from './types/code-points.ts';
import type { ColumnType } from './types/column-type.ts';
import type { MatchColumn } from './types/type-of.ts';

/**
 * A column's value. Throws RangeError if it cannot be read, for example because the column has another type
 * than the filter expects: the value is not null, and must not decide as if it were.
 */
export function valueReading<V>(column: MatchColumn, type: ColumnType<V>): Reading<V | null> {
  return {
    key: keyOf(column, 'value'),
    of: (row) => {
      const json = row.value(column.name, type.isWhole);
      if (json === null) return null;
      const value = type.decode(json);
      if (value === undefined) throw new RangeError('a value is not one of its type');
      return value;
    },
  };
}

/** Postgres' `column::text`. */
export function textReading<V>(column: MatchColumn, type: ColumnType<V>): Reading<string | null> {
  const value = valueReading(column, type);
  return {
    key: keyOf(column, 'text'),
    of: (row) => {
      const read = row.read(value);
      return read === null ? null : type.text(read);
    },
  };
}

/** Postgres' `lower(column::text)`. */
export function lowerTextReading<V>(column: MatchColumn, type: ColumnType<V>): Reading<string | null> {
  const text = textReading(column, type);
  return {
    key: keyOf(column, 'lower'),
    of: (row) => {
      const read = row.read(text);
      return read === null ? null : lowerCase(read);
    },
  };
}

/** Includes the type: filters from before and after a change of the type may read the same row. */
function keyOf({ name, cast }: MatchColumn, what: string): string {
  return `${what} ${cast} ${name}`;
}
