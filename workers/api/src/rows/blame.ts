import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import type { Column } from '../catalog/table-meta.ts';
import { type JsonValue, scalarText } from './json-value.ts';

export const JSON_TYPES = new Set(['json', 'jsonb']);

/** A value that went to Postgres, with the column it is for and where it stood in the request. */
export interface Candidate {
  column: Column;
  value: JsonValue | number | undefined;
  loc: (string | number)[];
}

/**
 * Postgres says which value did not fit which type, but not for which column. This finds it among the candidates
 * and gives an error that names the column; other errors come back as they are. Messages: src/backend/utils/adt.
 */
export function blameColumn(error: unknown, candidates: Iterable<Candidate>): unknown {
  const pg = pgErrorOf(error);
  if (!pg?.code.startsWith('22') || !(error instanceof AppError)) return error;
  const type = /type ([a-z ]+(?:\(\d+(?:,\d+)?\))?(?:\[\])?)/.exec(pg.message)?.[1]?.trim();
  const value = /"(.*)"/s.exec(pg.message)?.[1];
  const key = /key "(.*?)"/s.exec(pg.hint ?? '')?.[1];
  let likely: Candidate | undefined;
  for (const candidate of candidates) {
    if (candidate.column.name === key) return nameColumn(error, candidate);
    const sameType = type !== undefined && [candidate.column.type, candidate.column.cast].includes(type);
    const sameValue = value !== undefined && textOf(candidate.value) === value;
    if (sameValue && (sameType || type === undefined)) return nameColumn(error, candidate);
    if (sameType || sameValue) likely ??= candidate;
  }
  return likely ? nameColumn(error, likely) : error;
}

function nameColumn(cause: unknown, { column, loc }: Candidate): ValidationError {
  const msg = `The value for "${column.name}" does not fit its type ${column.type}.`;
  return new ValidationError([{ loc, msg, type: 'type_error' }], { cause });
}

function textOf(value: Candidate['value']): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' ? String(value) : scalarText(value);
}
