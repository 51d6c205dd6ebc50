import { parse } from 'postgres-array';
import type { StatementResult } from '../session/limited-query.ts';
import { elementOf, OID, typeName } from './type-names.ts';

type ToJson = (text: string) => string;

/** A row of Postgres' text values as the text of a JSON array. */
function rowToJson(values: (string | null)[], converters: ToJson[]): string {
  const cells = values.map((value, i) =>
    value === null ? 'null' : (converters[i] ?? JSON.stringify)(value),
  );
  return `[${cells.join(',')}]`;
}

/**
 * The function that makes JSON of a type's text form. Numbers keep every digit, even beyond the precision of a double; JSON
 * is unchanged; `timestamptz` becomes RFC 3339; arrays become arrays; anything else is a string, as Postgres prints it.
 */
export function converterOf(oid: number): ToJson {
  const element = elementOf(oid);
  if (element !== undefined) return arrayToJson(converterOf(element));
  if (NUMBERS.has(oid)) return numberToJson;
  if (oid === OID.bool) return (text) => (text === 't' ? 'true' : 'false');
  if (oid === OID.json || oid === OID.jsonb) return (text) => text;
  if (oid === OID.timestamptz) return (text) => JSON.stringify(toRfc3339(text));
  return JSON.stringify;
}

const NUMBERS = new Set<number>([OID.int2, OID.int4, OID.int8, OID.float4, OID.float8, OID.numeric, OID.oid]);
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** JSON has no NaN and no Infinity. */
function numberToJson(text: string): string {
  return JSON_NUMBER.test(text) ? text : JSON.stringify(text);
}

function arrayToJson(toJson: ToJson): ToJson {
  const write = (entries: Entry[]): string =>
    `[${entries.map((entry) => (Array.isArray(entry) ? write(entry) : (entry ?? 'null'))).join(',')}]`;
  return (text) => write(parse<Entry>(text, toJson));
}

type Entry = string | null | Entry[];

const TIMESTAMPTZ = /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d)(?::(\d\d))?$/;

/** `infinity`, years after 9999 or before Christ, and other date styles stay as Postgres prints them. */
function toRfc3339(text: string): string {
  const match = TIMESTAMPTZ.exec(text);
  if (!match) return text;
  const [, year, month, day, time, fraction = '', hours, minutes = '00'] = match;
  const zone = hours === '+00' && minutes === '00' ? 'Z' : `${hours}:${minutes}`;
  return `${year}-${month}-${day}T${time}.${fraction.padEnd(3, '0')}${zone}`;
}

/** The result of a statement, in Postgres' terms. */
export interface CommandResult extends StatementResult {
  command: string;
  rowCount: number | null;
}

/** Command and count of a command tag (`INSERT 0 5`, `CREATE TABLE`); without one, the words tell the command. */
export function commandOf(
  tag: string | undefined,
  words: string[],
): { command: string; count: number | null } {
  if (tag === undefined) {
    const [first = 'select'] = words;
    return { command: COMMANDS.has(first) ? first.toUpperCase() : 'SELECT', count: null };
  }
  // INSERT has an obsolete object id, always 0, before its count.
  const [, insert, other = tag, count] = /^(?:(INSERT) 0|(\D+?))(?: (\d+))?$/.exec(tag) ?? [];
  return { command: insert ?? other, count: count === undefined ? null : Number(count) };
}

const COMMANDS = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'explain',
  'show',
  'fetch',
  'call',
  'execute',
]);

/** A result in the contract's form, as JSON text. */
export function resultToJson(result: CommandResult, typeNames: Map<number, string>): string {
  const columns = result.fields.map(({ name, dataTypeID: oid }) => ({
    name,
    type: typeName(oid) ?? typeNames.get(oid) ?? 'unknown',
  }));
  const converters = result.fields.map((field) => converterOf(field.dataTypeID));
  const rows = result.rows.map((row) => rowToJson(row, converters));
  const head = JSON.stringify({ command: result.command, row_count: result.rowCount, columns });
  return `${head.slice(0, -1)},"rows":[${rows.join(',')}],"truncated":${result.truncated}}`;
}
