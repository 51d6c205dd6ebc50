import { identifier, quoteLiteral } from '@selfdb/server/db/identifier';
import { unknownColumn } from '@selfdb/server/filter/read-filter';
import { paddingOf } from '@selfdb/server/growth/column-kind';
import { numbersIn } from '@selfdb/server/growth/numbers';
import { isJsonObject, type JsonValue, parseStoredJson } from '@selfdb/server/json/json-value';
import { isOfIntegers } from '@selfdb/server/json/whole-number';
import { invalid } from '@selfdb/shared/errors';
import { quoteIdentifier } from '@selfdb/shared/identifier';
import { MAX_BULK_ROWS } from '@selfdb/shared/rows/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Column, type Domain, effectiveDefault, type TableMeta } from '../../../catalog/table-meta.ts';
import type { Candidate, Candidates } from '../../errors/locate-bad-value.ts';
import { withOffset } from '../columns.ts';
import { writePlainIntegers } from './plain-integers.ts';

/** Rows to write: the client's JSON text, and its content. */
export interface RowInput {
  /** Sent to Postgres unchanged, so no digit is lost. */
  text: string;
  rows: Record<string, JsonValue | number>[];
  isArray: boolean;
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

/** Numbers of fewer digits are small enough without a check of each, and so are texts that gain less in all. */
const MAX_UNSEEN_DIGITS = 100;
const MAX_UNSEEN_GAIN = 10_000;

/** The rows with all digits of their numbers, which `JSON.parse` loses; undefined unless there may be too many digits. */
function exactRows(text: string): RowInput['rows'] | undefined {
  const { mostDigits, gained } = numbersIn(text, { isJson: true });
  if (mostDigits <= MAX_UNSEEN_DIGITS && gained <= MAX_UNSEEN_GAIN) return undefined;
  return rowsIn(text);
}

function rowsIn(text: string): Record<string, JsonValue>[] {
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
      const loc = locOf(isArray, i, name);
      const column = table.columns.get(name);
      if (!column) throw unknownColumn(loc, name);
      if (column.generated) throw invalid(loc, `"${name}" is computed by the database and can't be written`);
      written.set(name, column);
    }
  });
  return [...written.values()];
}

/** The input in the form that Postgres accepts: `5.0` for an integer column becomes `5`. */
export function withPlainIntegers(table: TableMeta, input: RowInput): RowInput {
  const isInteger = (name: string) => {
    const column = table.columns.get(name);
    return column !== undefined && isOfIntegers(column);
  };
  return { ...input, text: writePlainIntegers(input.text, isInteger) };
}

/** Every value of the rows, so that an error can name the column of the one that Postgres refuses. */
export function candidatesOf(table: TableMeta, input: RowInput): Candidates {
  return {
    [Symbol.iterator]: () => eachCandidate(table, input),
    exact: { [Symbol.iterator]: () => eachCandidate(table, { ...input, rows: rowsIn(input.text) }) },
  };
}

function* eachCandidate(table: TableMeta, { rows, isArray }: RowInput): Iterator<Candidate> {
  for (const [i, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) {
      const column = table.columns.get(name);
      if (column) yield { column, value, loc: locOf(isArray, i, name) };
    }
  }
}

/** The columns without a default that rows of an insert do not name. */
export function missingColumns(table: TableMeta, { rows, isArray }: RowInput): Iterable<Candidate> {
  const bare = [...table.columns.values()].filter((column) => effectiveDefault(column) === null);
  return {
    *[Symbol.iterator]() {
      for (const [i, row] of rows.entries()) {
        for (const column of bare) {
          if (Object.hasOwn(row, column.name)) continue;
          yield { column, value: undefined, loc: locOf(isArray, i, column.name) };
        }
      }
    },
  };
}

function locOf(isArray: boolean, row: number, name: string): (string | number)[] {
  return isArray ? ['body', row, name] : ['body', name];
}

/** Shorter defaults are small, however many rows of an insert get them. */
const SHORT_DEFAULT_CHARACTERS = 1000;

/** Refuses rows that do not name columns with long (or padded) defaults, which would be written once for each row. */
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
  const byDefault = effectiveDefault(column);
  return byDefault === null ? 0 : Math.max(byDefault.length, paddingOf(column));
}

/** The elements of the input as `j(value, n)`. */
function elementsOf(input: RowInput): RawBuilder<unknown> {
  const array = input.isArray ? sql`${input.text}::json` : sql`json_build_array(${input.text}::json)`;
  return sql`from json_array_elements(${array}) with ordinality as j(value, n)`;
}

/** The elements, joined with the values of the columns as `p`. */
export function recordsOf(input: RowInput, columns: Column[]): RawBuilder<unknown> {
  if (columns.length === 0) return elementsOf(input);
  const types = columns.map((column) =>
    isReadAsBase(input, column) ? column.base : withOffset(column.type),
  );
  return sql`${elementsOf(input)} cross join lateral json_to_record(j.value) as ${record(columns, types)}`;
}

/**
 * A column of a domain that some rows do not name is read as its base type: otherwise Postgres would apply the domain's
 * checks to the null of a missing value.
 */
function isReadAsBase({ rows }: RowInput, column: Column): boolean {
  return column.domain !== null && !isGivenByAll(rows, column);
}

/** The value that a row of `recordsOf` gives a column, or the default. */
export function valueSql(table: TableMeta, input: RowInput, column: Column): RawBuilder<unknown> {
  const value = sql`p.${identifier(column.name)}`;
  if (isGivenByAll(input.rows, column)) return value;
  const given = isReadAsBase(input, column) ? sql`${value}::${sql.raw(column.cast)}` : value;
  return sql`case when ${isGiven(column)} then ${given} else ${defaultOf(table, column)} end`;
}

/** Whether a row of `recordsOf` names the column. */
export function isGiven(column: Column): RawBuilder<unknown> {
  return sql`j.value -> ${sql.raw(quoteLiteral(column.name))} is not null`;
}

/** `(a, b) = (select …)` from the one row of the input. */
export function setColumns(input: RowInput, columns: Column[]): RawBuilder<unknown> {
  const names = columns.map((column) => identifier(column.name));
  const values = names.map((column) => sql`p.${column}`);
  return sql`(${sql.join(names)}) = (select ${sql.join(values)} ${recordOf(input, columns)})`;
}

/** The one row of an input that is not an array, as `p`; it names all the columns. */
export function recordOf(input: RowInput, columns: Column[]): RawBuilder<unknown> {
  const types = columns.map(({ type }) => withOffset(type));
  return sql`from json_to_record(${input.text}::json) as ${record(columns, types)}`;
}

/** `p("a" integer, "b" text)`: the types are the catalog's, deparsed by Postgres. */
function record(columns: Column[], types: (string | null)[]): RawBuilder<unknown> {
  return sql`p(${sql.join(columns.map(({ name }, i) => sql`${identifier(name)} ${sql.raw(types[i] ?? '')}`))})`;
}

export function isGivenByAll(rows: RowInput['rows'], column: Column): boolean {
  return rows.every((row) => Object.hasOwn(row, column.name));
}

/** The SQL of a default is from the catalog, deparsed by Postgres. */
function defaultOf(table: TableMeta, column: Column): RawBuilder<unknown> {
  if (column.identity) {
    const of = [quoteLiteral(`public.${quoteIdentifier(table.name)}`), quoteLiteral(column.name)];
    return sql.raw(`nextval(pg_get_serial_sequence(${of.join(', ')}))`);
  }
  if (column.default !== null) return sql.raw(column.default);
  return column.domain?.default == null ? sql`null` : defaultOfDomain(column, column.domain);
}

/** The gate does not compare domains. If this one has changed, the refusal makes the worker read the metadata again. */
function defaultOfDomain({ cast, base }: Column, domain: Domain): RawBuilder<unknown> {
  const type = sql.raw(quoteLiteral(cast));
  return sql`case when (select xmin::text from pg_catalog.pg_type where oid = ${type}::regtype) = ${sql.raw(quoteLiteral(domain.stamp))}
    then ${sql.raw(domain.default ?? 'null')}
    else selfdb_api.refuse('SD412', 'The type of a column has changed.')::${sql.raw(base ?? cast)} end`;
}
