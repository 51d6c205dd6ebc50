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

const SHORT_TYPES: Record<string, string> = {
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'double precision': 'float8',
  'character varying': 'varchar',
};

/** A type as a narrow header names it. */
export function shortType(type: string): string {
  const isArray = type.endsWith('[]');
  const element = isArray ? type.slice(0, -2) : type;
  return `${SHORT_TYPES[element] ?? element}${isArray ? '[]' : ''}`;
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
