import type { Suggestion } from '../../../ui/controls/suggestion-list.tsx';
import type { OwnType } from '../queries.ts';
import { builtInTypes, readType } from './type-names.ts';

/** The types that most columns have, with what they hold and the words that people from elsewhere look for. */
const COMMON: [type: string, hint: string, words?: string][] = [
  ['text', 'Text of any length', 'string char'],
  ['varchar(255)', 'Text of at most 255 characters', 'string'],
  ['integer', 'Whole number up to 2 billion', 'int number'],
  ['bigint', 'Whole number up to 9 quintillion', 'int number long'],
  ['numeric', 'Exact decimal number of any size', 'decimal'],
  ['numeric(10,2)', 'Exact decimal with 2 places: prices', 'decimal money'],
  ['double precision', 'Number with about 15 digits', 'float'],
  ['boolean', 'true or false', 'bool'],
  ['timestamptz', 'Moment in time', 'datetime timestamp with time zone'],
  ['date', 'Day without a time'],
  ['time', 'Time of day'],
  ['interval', 'Length of time', 'duration'],
  ['uuid', 'Unique id', 'guid'],
  ['jsonb', 'JSON document, searchable', 'object map array'],
  ['text[]', 'List of texts', 'array'],
  ['integer[]', 'List of whole numbers', 'array'],
  ['bytea', 'Bytes', 'blob binary'],
  ['serial', 'Whole number that counts by itself', 'identity autoincrement'],
  ['bigserial', 'Large whole number that counts by itself', 'identity autoincrement'],
  ['timestamp', 'Date and time without a time zone', 'datetime'],
  ['inet', 'IP address'],
];

const OFFERED = 60;

function ownTypes(types: OwnType[]): Suggestion[] {
  return types.map(({ name, kind, labels }) => ({
    value: /^[a-z_][a-z0-9_]*$/.test(name) ? name : `public."${name.replaceAll('"', '""')}"`,
    hint: labels.length > 0 ? `One of ${labels.join(', ')}` : `Your ${kind}`,
  }));
}

/** Types for what is typed: common ones and the database's own first, then all others that a column may have. */
export function suggestTypes(typed: string, own: OwnType[]): Suggestion[] {
  const word = typed.trim().toLowerCase();
  const common = COMMON.map(([value, hint, words]) => ({
    value,
    hint,
    words: `${value} ${hint} ${words ?? ''}`,
  }));
  const known = new Set(COMMON.map(([value]) => value));
  const others = builtInTypes
    .filter((name) => !known.has(name))
    .map((name) => ({ value: name, hint: undefined, words: name }));
  const candidates = [...common, ...ownTypes(own).map((type) => ({ ...type, words: type.value })), ...others];
  const matches =
    word === '' ? candidates : candidates.filter(({ words }) => words.toLowerCase().includes(word));
  const rank = ({ value }: Suggestion) => (value.toLowerCase().startsWith(word) ? 0 : 1);
  return matches
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, OFFERED)
    .map(({ value, hint }) => ({ value, hint }));
}

/**
 * Why a text is not the type of a column; undefined if it is one, as far as its name tells. Until the database's own types are
 * known, all names pass.
 */
export function typeProblem(type: string, own: OwnType[] | undefined): string | undefined {
  if (type.trim() === '') return 'Choose a type.';
  const { name, isBuiltIn } = readType(type);
  if (isBuiltIn || !own || own.some((candidate) => candidate.name === name)) return undefined;
  return `There is no type "${name}".`;
}

/** The labels of a type that is an enum of the database; not those of an array of it. */
export function enumLabels(type: string, own: OwnType[]): string[] {
  const { name, isBuiltIn, isArray } = readType(type);
  return isBuiltIn || isArray ? [] : (own.find((candidate) => candidate.name === name)?.labels ?? []);
}
