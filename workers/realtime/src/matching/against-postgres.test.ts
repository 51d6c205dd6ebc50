import { readFilter } from '@selfdb/server/filter/read-filter';
import { OPERATORS } from '@selfdb/server/filter/read-test';
import { type JsonValue, parseJson, toJsonText } from '@selfdb/server/json/json-value';
import { ValidationError } from '@selfdb/shared/errors';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChangedRows } from './changed-rows.ts';
import { compileFilter } from './compile-filter.ts';
import type { MatchRow } from './match-row.ts';
import { SAMPLES } from './testing/column-samples.ts';
import { askPostgres, connect } from './testing/postgres-answers.ts';
import { Random } from './testing/random.ts';
import { RANDOM_VALUES } from './testing/random-values.ts';
import type { MatchColumn } from './types/type-of.ts';

/** Rows and filters of every type and operator: the functions must find what Postgres finds, and refuse what it refuses. */
const SEED = 1;
/** All characters that Postgres can store. */
const MAX_DIGITS = 200_000;
/** For each column and operator. */
const COUNT = 20;
const random = new Random(SEED);
const names = Object.keys(SAMPLES);
const valuesOf = Object.fromEntries(
  names.map((name) => {
    const more = RANDOM_VALUES[name];
    return [name, [...(SAMPLES[name]?.values ?? []), ...(more ? random.some(40, () => more(random)) : [])]];
  }),
);

let client: pg.Client;
let rows: { id: number; row: MatchRow; texts: Record<string, string | null> }[];
let columns: MatchColumn[];

beforeAll(async () => {
  client = await connect();
  await client.query(
    `set search_path = public; create extension if not exists citext; create type mood as enum ('sad', 'ok', 'happy')`,
  );
  const definitions = names.map((name) => `"${name}" ${SAMPLES[name]?.type}`);
  await client.query(`create table matched (id int, ${definitions.join()})`);
  const longest = Math.max(...Object.values(valuesOf).map((values) => values.length));
  for (let id = 0; id < longest + 30; id++) {
    const values = names.map((name) => valueFor(name, id));
    const positions = values.map((_, i) => `$${i + 2}`);
    await client.query(`insert into matched values ($1, ${positions})`, [id, ...values]);
  }
  const described = await client.query(`select selfdb.describe_columns('matched'::regclass) as columns`);
  const labels = ['sad', 'ok', 'happy'];
  columns = described.rows[0].columns.map((column: MatchColumn) => ({
    ...column,
    cast: column.cast.replace(/^character(?=$|\[)/, 'bpchar'),
    labels: /^mood/.test(column.cast) ? labels : undefined,
  }));
  const texts = names.map((name) => `'${name}', left("${name}"::text, 50)`).slice(0, 40);
  const found = await client.query(
    `select id, row_to_json(r)::text as row, json_build_object(${texts}) as texts from matched r order by id`,
  );
  rows = found.rows.map(({ id, row, texts: shown }) => ({
    id,
    row: rowOf(row),
    texts: shown,
  }));
});

afterAll(async () => {
  await client.query('drop table matched; drop type mood');
});

function rowOf(text: string): MatchRow {
  const [row] = new ChangedRows({ payload: `{"new":${text},"old":null}` }).rows;
  if (!row) throw new Error(text);
  return row;
}

/** First rows with each value of each type, then rows with random values or null. */
function valueFor(name: string, id: number): string | null {
  const values = valuesOf[name] ?? [];
  return values[id] ?? (random.chance(0.2) ? null : random.pick(values));
}

function findHere(filter: string): number[] | string {
  try {
    const matches = compileFilter(parseJson(filter), columns, MAX_DIGITS);
    return rows.filter(({ row }) => matches(row)).map(({ id }) => id);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
}

async function findInPostgres(filter: string): Promise<number[] | string> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  try {
    return await askPostgres(client, 'matched', readFilter(parseJson(filter), byName, ['filter']).root);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
}

/** What only Postgres accepts: any punctuation in dates, and conditions on the text of an array of json. */
const MAY_BE_REFUSED = /"moments":{"contains":"|"raws":{"i?like"/;

/** Whether the filter is accepted. */
async function compare(filter: string): Promise<boolean> {
  const [here, there] = [findHere(filter), await findInPostgres(filter)];
  const isRefused = typeof here === 'string';
  if (!isRefused || !(typeof there === 'string' || MAY_BE_REFUSED.test(filter)))
    expect([filter, here]).toEqual([filter, there]);
  return !isRefused;
}

function operandFor(name: string, operator: string): string {
  const operands = SAMPLES[name]?.operands ?? [];
  const values = valuesOf[name] ?? [];
  const isDocument = name === 'doc' || name === 'raw';
  const written = [...values.map((value) => (isDocument ? value : JSON.stringify(value))), ...operands];
  if (operator === 'is') return JSON.stringify(random.pick(['null', 'not_null', 'true', 'false']));
  if (operator === 'like' || operator === 'ilike') return JSON.stringify(patternFor(name));
  if (operator === 'contains' && random.chance(0.5)) return JSON.stringify(partFor(name));
  if (operator === 'in' || operator === 'nin') return `[${random.some(3, () => random.pick(written))}]`;
  return random.pick(written);
}

/** A part of the column's text. */
function partFor(name: string): string {
  const text = [...(random.pick(rows).texts[name] ?? '')];
  const start = random.below(text.length + 1);
  return text.slice(start, start + random.below(6)).join('');
}

function patternFor(name: string): string {
  const text = [...(random.pick(rows).texts[name] ?? '')].slice(0, 30);
  const start = random.chance(0.5) ? 0 : random.below(text.length + 1);
  const end = random.chance(0.5) ? text.length : random.below(text.length + 1);
  const parts = text.slice(start, end).map((character) => {
    const kind = random.below(12);
    if (kind === 0) return '_';
    if (kind === 1) return '%';
    if (kind === 2) return `\\${character}`;
    return kind === 3 ? character.toUpperCase() : character;
  });
  return `${start > 0 ? '%' : ''}${parts.join('')}${end < text.length ? '%' : ''}${random.pick(['', '', '', '\\', '%'])}`;
}

it.each(names)('decides for a column %s as Postgres does', async (name) => {
  let answered = 0;
  for (const operator of OPERATORS) {
    for (let i = 0; i < COUNT; i++) {
      if (await compare(`{"${name}":{"${operator}":${operandFor(name, operator)}}}`)) answered += 1;
    }
  }
  // Not all filters are refused. For an array of json, all but "is" are.
  expect(answered).toBeGreaterThan(COUNT / 4);
});

it('decides for and, or and not as Postgres does', async () => {
  let answered = 0;
  for (let i = 0; i < COUNT * 25; i++) {
    if (await compare(toJsonText(groupOf(3)))) answered += 1;
  }
  expect(answered).toBeGreaterThan(COUNT * 5);
});

function groupOf(depth: number): JsonValue {
  const kind = depth === 0 ? 'column' : random.pick(['column', 'and', 'or', 'not']);
  if (kind === 'not') return { not: groupOf(depth - 1) };
  if (kind === 'column') return conditionOf();
  return { [kind]: Array.from({ length: 1 + random.below(3) }, () => groupOf(depth - 1)) };
}

function conditionOf(): JsonValue {
  for (;;) {
    const [name, operator] = [random.pick(names), random.pick(OPERATORS)];
    const condition = `{"${name}":{"${operator}":${operandFor(name, operator)}}}`;
    if (typeof findHere(condition) !== 'string') return parseJson(condition);
  }
}
