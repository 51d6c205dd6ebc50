import type { Row } from './datasets.ts';

export interface Column {
  type: 'text' | 'integer' | 'bigint' | 'double' | 'boolean' | 'date';
  nullable: boolean;
}

const LARGEST_INTEGER = 2_147_483_647;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WRITTEN_DATE = /^([A-Z][a-z]{2}) (\d{1,2}) (\d{4})$/;

const isInteger = (value: unknown) => Number.isSafeInteger(value);
const isSmall = (value: unknown) => isInteger(value) && Math.abs(Number(value)) <= LARGEST_INTEGER;

/** `Jun 12 1998` as `1998-06-12`; undefined for any other text. */
function isoDate(text: unknown): string | undefined {
  const [, month = '', day = '', year = ''] = WRITTEN_DATE.exec(String(text)) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  return number ? `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

/** The narrowest type that holds every one of the values; a mixture is text. */
function typeOf(values: unknown[]): Column['type'] {
  if (values.length === 0) return 'text';
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every(isSmall)) return 'integer';
  if (values.every(isInteger)) return 'bigint';
  if (values.every((value) => typeof value === 'number')) return 'double';
  return values.every(isoDate) ? 'date' : 'text';
}

/** The columns that hold these rows, under the very names that the rows use. */
export function inferColumns(rows: Row[]): Record<string, Column> {
  const names = new Set(rows.flatMap(Object.keys));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = rows.map((row) => row[name] ?? null);
      const present = values.filter((value) => value !== null);
      return [name, { type: typeOf(present), nullable: present.length < values.length }];
    }),
  );
}

/** The value in the form that its column takes. */
export function fit(value: unknown, column: Column | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (column?.type === 'date') return isoDate(value);
  return column?.type === 'text' ? String(value) : value;
}
