/** A query by the extended protocol, in which Postgres takes one statement only. The types of `pg` lack the option. */
export function extendedQuery(text: string): { text: string; queryMode: 'extended' } {
  return { text, queryMode: 'extended' };
}
