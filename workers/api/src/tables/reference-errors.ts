import type { PgError } from '@selfdb/server/db/errors/pg-error';
import { type AppError, ValidationError } from '@selfdb/shared/errors';
import type { Reference } from '@selfdb/shared/tables/column';

/** A reference of a request, with its column and its location. */
export interface SentReference {
  column: string;
  reference: Reference;
  loc: string[];
}

/** What Postgres, or `require_owned`, reports about an invalid reference, and whether it is about this one. */
const REPORTS: Record<
  string,
  { msg: string | undefined; isAbout: (text: string, of: SentReference) => boolean }
> = {
  SD422: { msg: undefined, isAbout: (text, { reference }) => text.includes(`"${reference.table}"`) },
  '42P01': {
    msg: 'The referenced table does not exist.',
    isAbout: (text, { reference }) => new Set(namesIn(text)).has(`public.${reference.table}`),
  },
  '42703': {
    msg: 'The referenced table has no such column.',
    isAbout: (text, { reference }) =>
      text.startsWith(`column "${reference.column}" referenced in foreign key`),
  },
  '42830': {
    msg: 'A reference must name a unique column.',
    isAbout: (text, { reference }) => namesIn(text).includes(reference.table),
  },
  '42804': {
    msg: 'The column and the referenced column have different types.',
    isAbout: (text, { column }) => text.includes(`Key columns "${column}" `),
  },
};

/**
 * The error of a reference, naming its field, or the fields of all equal ones; undefined if the error is ambiguous or about
 * something else.
 */
export function referenceError(
  cause: AppError,
  pg: PgError,
  sentReferences: SentReference[],
): AppError | undefined {
  const report = REPORTS[pg.code];
  if (!report) return undefined;
  const text = `${pg.message} ${pg.detail ?? ''}`;
  const found = sentReferences.filter((one) => report.isAbout(text, one));
  // Of two different references, only one can be meant.
  const meant = new Set(found.map(({ reference }) => nameOf(reference, pg.code)));
  if (meant.size !== 1) return undefined;
  const msg = report.msg ?? pg.message;
  return new ValidationError(
    found.map(({ loc }) => ({ loc, msg, type: 'reference' })),
    { cause },
  );
}

const OF_TABLE = new Set(['SD422', '42P01']);

function nameOf({ table, column }: Reference, state: string): string {
  return OF_TABLE.has(state) ? table : `${table}.${column}`;
}

/** The text in quotes. */
function namesIn(text: string): string[] {
  return text.split('"').filter((_part, i) => i % 2 === 1);
}

/** The tables that references name, apart from their own. */
export function otherTables(sentReferences: SentReference[], self: string): string[] {
  return [...new Set(sentReferences.map(({ reference }) => reference.table))].filter((name) => name !== self);
}
