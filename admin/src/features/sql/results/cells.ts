import { shortType } from '../../../ui/format/types.ts';
/** The text of a value as a grid or a CSV file shows it; undefined for NULL. JSON is on one line, numbers keep their digits. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The whole text of a value for reading: JSON is indented. */
export function readableText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, null, 2) ?? '';
}

const NUMERIC = /^(?:smallint|integer|bigint|real|double precision|numeric|oid|money)$/;

/** Whether values of a type are numbers, which stand at the right. */
export function isNumericType(type: string): boolean {
  return NUMERIC.test(type);
}

const CHARACTER_PX = 7.3;
const PADDING_PX = 26;
const MIN_PX = 64;
const MAX_PX = 380;
const SAMPLE_ROWS = 200;

/** Widths of columns in pixels that fit the header and the first rows. */
export function columnWidths(columns: { name: string; type: string }[], rows: unknown[][]): number[] {
  const sample = rows.slice(0, SAMPLE_ROWS);
  return columns.map(({ name, type }, index) => {
    const header = name.length + shortType(type).length + 2;
    const longest = sample.reduce(
      (most, row) => Math.max(most, Math.min(cellText(row[index])?.length ?? 4, 60)),
      header,
    );
    return Math.min(MAX_PX, Math.max(MIN_PX, Math.ceil(longest * CHARACTER_PX + PADDING_PX)));
  });
}
