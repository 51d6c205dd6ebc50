import { invalid } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';

/**
 * Refuses a JSON value that JavaScript or Postgres would change: NUL, lone surrogates, and numbers beyond a double's range
 * or an integer's exact digits.
 */
export function requireStorable(value: unknown, loc: (string | number)[]): void {
  if (typeof value === 'number') requireExact(value, loc);
  else if (typeof value === 'string') requireText(value, loc);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      requireText(key, loc);
      requireStorable(item, loc);
    }
  }
}

function requireExact(value: number, loc: (string | number)[]): void {
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!isExact) throw invalid(loc, 'contains a number that would lose digits: send it as a string');
}

function requireText(value: string, loc: (string | number)[]): void {
  if (!isStorableText(value)) {
    throw invalid(loc, 'must not contain NUL or lone surrogates');
  }
}
