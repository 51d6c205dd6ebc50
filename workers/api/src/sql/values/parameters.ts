import { JsonNumber, type JsonValue, scalarText, toJsonText } from '@selfdb/server/json/json-value';
import type { SqlSession } from '../session/session.ts';
import { elementOf, OID, typeName } from './type-names.ts';

/** How a value is written for a type. */
type Target = 'json' | 'integer' | 'other' | { element: Target };

/** Parameters as texts for Postgres, each by its type in the statement. Throws DatabaseError. */
export async function toParameters(
  session: SqlSession,
  text: string,
  values: JsonValue[],
): Promise<(string | null)[]> {
  if (values.length === 0) return [];
  const types = await session.parameterTypes(text);
  const unknown = [...new Set(types)].filter((oid) => targetOf(oid) === undefined);
  const found = unknown.length > 0 ? await lookUp(session, unknown) : new Map<number, Target>();
  return values.map((value, i) => {
    const oid = types[i] ?? OID.text;
    return toParameter(value, targetOf(oid) ?? found.get(oid) ?? 'other');
  });
}

/**
 * A value for a type. For json: its JSON, but a string that already is JSON unchanged, as drivers send it. For an array type:
 * an array literal. For any other type: scalars as text, arrays and objects as JSON.
 */
function toParameter(value: JsonValue, target: Target): string | null {
  if (value === null) return null;
  if (target === 'json') return typeof value === 'string' && isJson(value) ? value : toJsonText(value);
  if (typeof target === 'object' && Array.isArray(value)) return toArray(value, target.element);
  if (target === 'integer' && value instanceof JsonNumber) return wholeNumber(value.source);
  return scalarText(value) ?? toJsonText(value);
}

function toArray(values: JsonValue[], element: Target): string {
  const items = values.map((value) => {
    // Arrays nest, except in an array of json, where an array is an element.
    if (Array.isArray(value) && element !== 'json') return toArray(value, element);
    const text = toParameter(value, element);
    return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}

/** `5.0` and `5e0` are whole numbers too. */
function wholeNumber(source: string): string {
  const number = Number(source);
  return Number.isSafeInteger(number) ? String(number) : source;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const JSON_TYPES = new Set<number>([OID.json, OID.jsonb]);
const INTEGERS = new Set<number>([OID.int2, OID.int4, OID.int8]);

/** The target of a built-in type; undefined for other types. */
function targetOf(oid: number): Target | undefined {
  if (JSON_TYPES.has(oid)) return 'json';
  if (INTEGERS.has(oid)) return 'integer';
  const element = elementOf(oid);
  if (element !== undefined) return { element: targetOf(element) ?? 'other' };
  return typeName(oid) === undefined ? undefined : 'other';
}

/** For other types: the base type of a domain, and the elements of an array. */
async function lookUp(session: SqlSession, oids: number[]): Promise<Map<number, Target>> {
  const { rows } = await session.run(LOOK_UP, { values: [`{${oids.join(',')}}`], maxRows: oids.length });
  return new Map(
    rows.map(([oid, base, element]) => {
      const target = targetOf(Number(base));
      return [
        Number(oid),
        element === null ? (target ?? 'other') : { element: targetOf(Number(element)) ?? 'other' },
      ];
    }),
  );
}

const LOOK_UP = `with recursive under(asked, oid) as (
    select t, t from pg_catalog.unnest($1::pg_catalog.oid[]) t
    union all
    select u.asked, t.typbasetype from under u join pg_catalog.pg_type t
      on t.oid operator(pg_catalog.=) u.oid and t.typtype operator(pg_catalog.=) 'd')
  select u.asked, t.oid, case when t.typcategory operator(pg_catalog.=) 'A' then t.typelem end
  from under u join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) u.oid
    and t.typtype operator(pg_catalog.<>) 'd'`;
