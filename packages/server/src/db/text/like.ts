/** A search text as a LIKE pattern that finds it literally anywhere: `%` and `_` match themselves. */
export function containsPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}
