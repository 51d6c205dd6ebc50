import { identifier, quoteIdentifier, quoteLiteral, userTable } from '@selfdb/shared/db/identifier';
import { invalid } from '@selfdb/shared/errors';
import { unknownColumn } from '@selfdb/shared/filter/read-filter';
import { paddingOf } from '@selfdb/shared/growth/column-kind';
import { numbersIn } from '@selfdb/shared/growth/numbers';
import { isJsonObject, type JsonValue, parseStoredJson } from '@selfdb/shared/json-value';
import { MAX_BULK_ROWS } from '@selfdb/shared/schemas/row';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Column, TableMeta } from '../../catalog/table-meta.ts';
import type { Candidate } from '../blame.ts';
import { withOffset } from './columns.ts';

/** Rows to write: the client's own JSON text, and what was seen when it was read. */
export interface RowInput {
  /** The text goes to Postgres as it came, so no digit is lost. */
  text: string;
  rows: Record<string, JsonValue | number>[];
  isArray: boolean;
}

/** How rows are written: `insert`, which becomes the expression `written(body)` of the statement. */
export interface Writing {
  /** Common table expressions that `insert` reads, each with a comma behind it. */
  expressions: Sql;
  insert: Sql;
  /** All bodies as one text, in the order of the input. */
  bodies: Sql;
}

/** Checks the body of an insert: an object of columns, or an array of up to 10,000 of them. */
export function readRows(text: string, body: unknown): RowInput {
  if (!Array.isArray(body)) return readOneRow(text, body);
  if (body.length > MAX_BULK_ROWS)
    throw invalid(['body'], `must hold at most ${MAX_BULK_ROWS} rows`, 'too_long');
  for (const [i, row] of body.entries()) requireRow(row, ['body', i]);
  return { text, rows: exactRows(text) ?? body, isArray: true };
}

/** Checks a body that must be an object of columns. */
export function readOneRow(text: string, body: unknown): RowInput {
  requireRow(body, ['body']);
  return { text, rows: exactRows(text) ?? [body], isArray: false };
}

/** Numbers of fewer digits are small without a look at them, and so are so many in all. */
const MAX_UNSEEN_DIGITS = 100;
const MAX_UNSEEN_GAIN = 10_000;

/** The rows with the digits of their numbers, which `JSON.parse` loses, where there may be too many. */
function exactRows(text: string): RowInput['rows'] | undefined {
  const { mostDigits, gained } = numbersIn(text, { isJson: true });
  if (mostDigits <= MAX_UNSEEN_DIGITS && gained <= MAX_UNSEEN_GAIN) return undefined;
  const body = parseStoredJson(text);
  return (Array.isArray(body) ? body : [body]).filter(isJsonObject);
}

function requireRow(row: unknown, loc: (string | number)[]): asserts row is Record<string, JsonValue> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw invalid(loc, 'must be an object of columns', 'type_error');
  }
}

/** The columns that the rows give values for. Throws on a column that is unknown or computed. */
export function writtenColumns(table: TableMeta, { rows, isArray }: RowInput): Column[] {
  const written = new Map<string, Column>();
  rows.forEach((row, i) => {
    for (const name of Object.keys(row)) {
      if (written.has(name)) continue;
      const loc = isArray ? ['body', i, name] : ['body', name];
      const column = table.columns.get(name);
      if (!column) throw unknownColumn(loc, name);
      if (column.generated) throw invalid(loc, `"${name}" is computed by the database and can't be written`);
      written.set(name, column);
    }
  });
  return [...written.values()];
}

/** Every value of the rows, for naming the column of one that Postgres refuses. */
export function candidatesOf(table: TableMeta, input: RowInput): Iterable<Candidate> {
  return { [Symbol.iterator]: () => eachCandidate(table, input) };
}

function* eachCandidate(table: TableMeta, { rows, isArray }: RowInput): Iterator<Candidate> {
  for (const [i, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) {
      const column = table.columns.get(name);
      if (column) yield { column, value, loc: isArray ? ['body', i, name] : ['body', name] };
    }
  }
}

/** A default that every row of an insert gets is large only if it is longer than this. */
const SHORT_DEFAULT_CHARACTERS = 1000;

/** Refuses rows that leave out columns with long defaults, or short ones filled up, which would be written once for each. */
export function requireSmallDefaults(table: TableMeta, { rows }: RowInput, maxCharacters: number): void {
  let gained = 0;
  for (const column of table.columns.values()) {
    const length = defaultLength(column);
    if (length <= SHORT_DEFAULT_CHARACTERS) continue;
    gained += length * rows.filter((row) => !Object.hasOwn(row, column.name)).length;
    if (gained <= maxCharacters) continue;
    throw invalid(
      ['body'],
      `Written out, the defaults of "${column.name}" and others would be too large. Send fewer rows at once.`,
      'too_long',
    );
  }
}

function defaultLength(column: Column): number {
  // A domain may have a default of its own.
  const isDomain = column.base !== null && !column.type.endsWith('[]');
  if (column.default === null && !isDomain) return 0;
  return Math.max(column.default?.length ?? 0, paddingOf(column));
}

/** `insert into … as r select …` for the rows; a column that some of them leave out gets its default there. */
export function insertInto(table: TableMeta, input: RowInput, columns: Column[], condition: Sql): Writing {
  const bodies = sql`select string_agg(body, ',') from written`;
  const name = userTable(table.name);
  // A `select` of no column at all: every column gets its default.
  if (columns.length === 0) {
    const insert = sql`insert into ${name} as r select ${elementsOf(input)} where ${condition}`;
    return { expressions: sql``, insert, bodies };
  }
  const insert = sql`insert into ${name} as r (${join(columns.map((column) => identifier(column.name)))})
    select ${join(columns.map((column) => valueSql(table, input, column)))} ${recordsOf(input, columns)}
    where ${condition} order by j.n`;
  return { expressions: sql``, insert, bodies };
}

/** The elements of the input as `j(value, n)`. */
function elementsOf(input: RowInput): Sql {
  const array = input.isArray ? sql`${input.text}::json` : sql`json_build_array(${input.text}::json)`;
  return sql`from json_array_elements(${array}) with ordinality as j(value, n)`;
}

/** The elements with the values of the columns beside them as `p`. */
export function recordsOf(input: RowInput, columns: Column[]): Sql {
  return sql`${elementsOf(input)} cross join lateral json_to_record(j.value) as ${record(columns)}`;
}

/** What a row of `recordsOf` has for a column: its value, or the default. */
export function valueSql(table: TableMeta, { rows }: RowInput, column: Column): Sql {
  const value = sql`p.${identifier(column.name)}`;
  if (isGivenByAll(rows, column)) return value;
  return sql`case when ${isGiven(column)} then ${value} else ${defaultOf(table, column)} end`;
}

/** Whether a row of `recordsOf` names the column. */
export function isGiven(column: Column): Sql {
  return sql`j.value -> ${raw(quoteLiteral(column.name))} is not null`;
}

/** `(a, b) = (select …)` from the one row of the input. */
export function setColumns(input: RowInput, columns: Column[]): Sql {
  const names = columns.map((column) => identifier(column.name));
  const values = names.map((column) => sql`p.${column}`);
  return sql`(${join(names)}) = (select ${join(values)} from json_to_record(${input.text}::json) as ${record(columns)})`;
}

/** `p("a" integer, "b" text)`: the types are the catalog's, deparsed by Postgres. */
function record(columns: Column[]): Sql {
  return sql`p(${join(columns.map(({ name, type }) => sql`${identifier(name)} ${raw(withOffset(type))}`))})`;
}

export function isGivenByAll(rows: RowInput['rows'], column: Column): boolean {
  return rows.every((row) => Object.hasOwn(row, column.name));
}

/** The SQL of a default comes out of the catalog, deparsed by Postgres. */
function defaultOf(table: TableMeta, column: Column): Sql {
  if (column.identity) {
    const of = [quoteLiteral(`public.${quoteIdentifier(table.name)}`), quoteLiteral(column.name)];
    return raw(`nextval(pg_get_serial_sequence(${of.join(', ')}))`);
  }
  return column.default === null ? sql`null` : raw(column.default);
}
