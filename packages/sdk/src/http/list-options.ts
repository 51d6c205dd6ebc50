export type SortOrder = 'asc' | 'desc';

/** What the lists of users, tables, snippets and others take. */
export interface ListOptions<Sort extends string> {
  skip?: number | undefined;
  /** At most 1000. Default: 100. */
  limit?: number | undefined;
  /** Literal text. */
  search?: string | undefined;
  sortBy?: Sort | undefined;
  /** Default: `desc`. */
  sortOrder?: SortOrder | undefined;
}

/** The same, by the names on the wire. */
export function listQuery<Sort extends string>({
  skip,
  limit,
  search,
  sortBy,
  sortOrder,
}: ListOptions<Sort>) {
  return { skip, limit, search, sort_by: sortBy, sort_order: sortOrder };
}
