import { formatCount } from '../../../ui/format/numbers.ts';

/** A number of rows in words: 1 row, 2,000 rows. */
export function countOf(rows: number): string {
  return rows === 1 ? '1 row' : `${formatCount(rows)} rows`;
}
