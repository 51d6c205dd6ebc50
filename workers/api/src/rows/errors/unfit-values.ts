import type { Database } from '@selfdb/server/db/database';
import { type PgError, pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { isOfInnerCode, isRaised } from '@selfdb/server/db/errors/pg-origin';
import { arrayLiteral } from '@selfdb/server/filter/array-literal';
import { JsonNumber, scalarText } from '@selfdb/server/json/json-value';
import { AppError } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';
import { errorOfTable } from '../../catalog/code-errors.ts';
import { selectFirstUnfit } from '../repository.ts';
import { type Candidate, type Candidates, nameColumn } from './locate-bad-value.ts';

/** A value as the text that Postgres parses for its type. */
interface Reading {
  candidate: Candidate;
  text: string;
}

/** States of values that are longer, or have more digits, than the column's modifier allows. */
const OF_MODIFIER = /^22(?:001|003)$/;

/**
 * The error for a value that does not fit its type, with its column: this asks Postgres about each value. If all of them
 * fit, an expression of the table has failed: a check, a default or an index. Undefined for other errors, and if Postgres
 * can't tell.
 */
export async function unfitValueError(
  db: Database,
  error: unknown,
  candidates: Candidates,
): Promise<AppError | undefined> {
  const pg = error instanceof AppError ? pgErrorOf(error) : undefined;
  if (!(error instanceof AppError) || !pg || !isOfValue(pg)) return undefined;
  const { readings, others } = readingsOf(candidates.exact ?? candidates);
  if (others.length > 0) return undefined;
  const unfit = await firstUnfit(db, readings, OF_MODIFIER.test(pg.code) ? 'type' : 'cast').catch(() => null);
  if (unfit === null) return undefined;
  return unfit ? nameColumn(error, unfit, pg) : errorOfTable(pg);
}

/** Class 22, and syntax errors of a tsquery or jsonpath. Postgres can't be asked about a NUL: no parameter can hold one. */
const OF_VALUE = /^(?:22(?!P05)|42601)/;

function isOfValue(pg: PgError): boolean {
  return OF_VALUE.test(pg.code) && !isRaised(pg) && !isOfInnerCode(pg);
}

/** The first whose text Postgres does not accept for its type. Throws if the server is older than 16. */
export async function firstUnfit(
  db: Database,
  readings: Reading[],
  as: 'type' | 'cast',
): Promise<Candidate | undefined> {
  if (readings.length === 0) return undefined;
  const texts = readings.map(({ text }) => text);
  const types = readings.map(({ candidate }) => candidate.column[as]);
  const index = await selectFirstUnfit(db, texts, types);
  return index === undefined ? undefined : readings[index]?.candidate;
}

/** The values that Postgres can be asked about, and the others: fields of composite types, and texts that no parameter can hold. */
export function readingsOf(candidates: Iterable<Candidate>): { readings: Reading[]; others: Candidate[] } {
  const [readings, others]: [Reading[], Candidate[]] = [[], []];
  for (const candidate of candidates) {
    const type = candidate.column.base ?? candidate.column.cast;
    // A JSON document was parsed before it was sent.
    if (/^jsonb?$/.test(type)) continue;
    const texts = /^jsonb?\[/.test(type) ? undefined : textsOf(candidate);
    if (texts?.every(isStorableText)) readings.push(...texts.map((text) => ({ candidate, text })));
    else others.push(candidate);
  }
  return { readings, others };
}

/** The operators of a filter that take a list of values. */
const OF_LISTS = new Set<unknown>(['in', 'nin']);

/** The texts of a value: several for the list of a filter, none for null. Undefined if it has no text. */
function textsOf({ column, value, loc }: Candidate): string[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) {
    if (OF_LISTS.has(loc.at(-1))) return value.flatMap((item) => scalarText(item) ?? []);
    if (!(column.base ?? column.cast).endsWith('[]')) return undefined;
    try {
      return [arrayLiteral(value, loc)];
    } catch {
      return undefined;
    }
  }
  if (typeof value === 'object' && !(value instanceof JsonNumber)) return undefined;
  const text = scalarText(value);
  return text === undefined ? undefined : [text];
}
