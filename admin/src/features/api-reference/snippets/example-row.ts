/** A column, as far as an example of its values needs it. */
export interface ExampleColumn {
  name: string;
  type: string;
  nullable: boolean;
  default?: unknown;
  primary_key?: boolean | undefined;
  references?: { table: string; column: string } | undefined;
}

/** What is known of a table besides its columns: the values of enums, and a row that it has. */
export interface Known {
  enums?: ReadonlyMap<string, string[]>;
  row?: Record<string, unknown> | undefined;
}

const VALUES: [RegExp, unknown][] = [
  [/\[\]$/, []],
  [/^(?:smallint|integer|bigint)/, 1],
  [/^(?:numeric|real|double)/, 1.5],
  [/^boolean/, true],
  [/^uuid/, '00000000-0000-0000-0000-000000000000'],
  [/^timestamp/, '2026-01-31T12:00:00Z'],
  [/^date/, '2026-01-31'],
  [/^time/, '12:00:00'],
  [/^interval/, '1 day'],
  [/^jsonb?/, {}],
  [/^(?:inet|cidr)/, '192.0.2.1'],
  [/^bytea/, '\\x00'],
];

/** A value that a column takes. */
function exampleValue(column: ExampleColumn, known: Known = {}): unknown {
  const existing = known.row?.[column.name];
  // Only a row that exists can be referred to.
  if (column.references && existing !== undefined && existing !== null) return existing;
  const [label] = known.enums?.get(column.type) ?? [];
  if (label !== undefined) return label;
  const length = Number(/\((\d+)\)$/.exec(column.type)?.[1] ?? 4);
  return VALUES.find(([pattern]) => pattern.test(column.type))?.[1] ?? 'text'.slice(0, length);
}

/** Values for the columns that a new row needs; with none needed, for the first that has no default. */
export function exampleRow(columns: readonly ExampleColumn[], known: Known = {}): Record<string, unknown> {
  const given = columns.filter(
    ({ default: byDefault, primary_key }) => byDefault === undefined && !primary_key,
  );
  const needed = given.filter(({ nullable }) => !nullable);
  const shown = needed.length > 0 ? needed : given.slice(0, 1);
  return Object.fromEntries(shown.map((column) => [column.name, exampleValue(column, known)]));
}

/** A change of one column of a row. */
export function exampleChange(columns: readonly ExampleColumn[], known: Known = {}): Record<string, unknown> {
  const own = columns.filter(
    ({ primary_key, name }) => !primary_key && !/^(?:created|updated)_at$/.test(name),
  );
  const column = own.find(({ references }) => !references) ?? own[0];
  return column ? { [column.name]: exampleValue(column, known) } : {};
}

/** The column that names a row, and the value of a row that is there, or an example. */
export function exampleKey(columns: readonly ExampleColumn[], known: Known = {}) {
  const column = columns.find(({ primary_key }) => primary_key) ?? columns[0];
  const value = column && (known.row?.[column.name] ?? exampleValue(column, known));
  return { name: column?.name ?? 'id', value: value ?? '' };
}
