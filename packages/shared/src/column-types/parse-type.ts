import { quoteIdentifier } from '../identifier.ts';
import { BUILT_IN, type BuiltIn, CATALOG_TYPES, isInternal } from './built-in.ts';
import { modified } from './modifiers.ts';
import { noSuchType } from './nearest.ts';
import { type Phrase, readPhrase } from './read-phrase.ts';

/** A parsed column type. Of the caller's text, only checked names and numbers remain. */
export interface ColumnType {
  /** As SQL, and for a built-in type as `format_type` prints it: `timestamp(3) with time zone[]`. */
  sql: string;
  /** The same without modifiers and brackets: `timestamp with time zone`. */
  element: string;
  isArray: boolean;
  isSerial: boolean;
  /** The name of an enum or a domain that must exist in the schema public. */
  ofPublic?: string;
  /** Whether modifiers follow that name, which such types do not accept. */
  isModified?: boolean;
}

/** A column type that can't be used. The message is a sentence for the caller. */
export class ColumnTypeError extends Error {
  override name = 'ColumnTypeError';
}

/**
 * Parses a column type by Postgres' grammar: a built-in type by any of its names, in any case, or an enum or a domain of the
 * schema public, with modifiers or as an array. Throws ColumnTypeError.
 *
 * @example parseColumnType('VARCHAR(20)[]').sql // character varying(20)[]
 */
export function parseColumnType(text: string): ColumnType {
  const phrase = readPhrase(text);
  if (!phrase) throw new ColumnTypeError(`"${text}" is not written as a type is. Did you mean "text"?`);
  return { ...elementType(phrase), ...arrayOf(phrase, elementType(phrase)) };
}

function arrayOf({ isArray }: Phrase, element: ColumnType): Partial<ColumnType> {
  if (!isArray) return {};
  if (element.isSerial)
    throw new ColumnTypeError(`There are no arrays of serial. Did you mean "${element.sql}[]"?`);
  return { sql: `${element.sql}[]`, isArray };
}

function elementType(phrase: Phrase): ColumnType {
  const builtIn = builtInType(phrase);
  if (builtIn) return ofBuiltIn(builtIn, phrase);
  const { name, schema } = phrase;
  if ((schema === undefined || schema === CATALOG) && isInternal(name)) {
    throw new ColumnTypeError(`SelfDB does not take "${name}" as the type of a column. Use text or integer.`);
  }
  const isOneWord = phrase.isQuoted || !name.includes(' ');
  if (!isOneWord || (schema !== undefined && schema !== 'public')) {
    throw new ColumnTypeError(noSuchType(schema === undefined ? name : `${schema}.${name}`));
  }
  const sql = `public.${quoteIdentifier(name)}`;
  const isModified = phrase.modifiers !== undefined;
  return {
    sql,
    element: sql,
    isArray: false,
    isSerial: false,
    ofPublic: name,
    ...(isModified && { isModified }),
  };
}

const CATALOG = 'pg_catalog';

function builtInType({ name, schema, isQuoted, modifiers }: Phrase): BuiltIn | undefined {
  if (schema !== undefined && schema !== CATALOG) return undefined;
  if (isQuoted || schema === CATALOG) {
    if (name === 'bit' && modifiers) return BUILT_IN.get(name);
    const ofCatalog = CATALOG_TYPES.get(name);
    if (isQuoted || ofCatalog) return ofCatalog;
  }
  return BUILT_IN.get(name);
}

function ofBuiltIn(type: BuiltIn, { name, modifiers }: Phrase): ColumnType {
  const { element, sql, problem } = modified(type, modifiers, name);
  if (problem) throw new ColumnTypeError(problem);
  return { sql, element, isArray: false, isSerial: type.isSerial === true };
}
