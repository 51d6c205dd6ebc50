import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';
import { keepSameValue, ParsedValue } from '../../ui/format/exact-json.ts';
import { keyFilter } from './source/row-key.ts';
import { createRowsApi, type RowsApi } from './source/rows-api.ts';
import type { GridColumn } from './values/column-kind.ts';
import type { RowValues } from './values/show-value.ts';
import type { RowView } from './view/view-state.ts';

const MAX_LABELS = 10_000;
const ENUMS = `select t.typname, e.enumlabel
from pg_catalog.pg_enum e
join pg_catalog.pg_type t on t.oid = e.enumtypid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where n.nspname = 'public'
order by t.typname, e.enumsortorder`;

/** The values of the enums of the schema `public`, by the type's name. */
export function enumsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['enums'],
    staleTime: 60_000,
    async queryFn({ signal }): Promise<Map<string, string[]>> {
      const { results } = await sdk.sql.query(ENUMS, { readOnly: true, maxRows: MAX_LABELS }, { signal });
      const labels = (results[0]?.rows ?? []).map(([type, label]) => [String(type), String(label)] as const);
      const byType = Map.groupBy(labels, ([type]) => type);
      return new Map([...byType].map(([type, entries]) => [type, entries.map(([, label]) => label)]));
    },
  });
}

/** How many rows a view has. `estimated` is quick for a whole table and exact for a filtered one. */
export function rowCountQuery(
  api: RowsApi,
  tableId: string,
  view: { key: string; current: RowView },
  count: 'exact' | 'estimated',
) {
  return queryOptions({
    queryKey: ['rows', tableId, 'count', view.key, count],
    staleTime: 30_000,
    queryFn: ({ signal }) => api.count(view.current, count, signal),
  });
}

const PICKED_ROWS = 30;

/** The first rows of a table that contain a text. */
export function referencedRowsQuery(sdk: SelfDB, tableId: string, search: string) {
  return queryOptions({
    queryKey: ['rows', tableId, 'picker', search],
    reconcile: keepSameValue<ParsedValue<RowValues[]>>,
    queryFn: async ({ signal }) => {
      const view = { search, filter: undefined, sort: undefined };
      const { rows } = await createRowsApi(sdk, tableId).page(view, { pageSize: PICKED_ROWS, signal });
      return new ParsedValue(rows);
    },
  });
}

/** The row with a key; null if it is gone. */
export function rowQuery(api: RowsApi, tableId: string, key: string, keyColumns: readonly GridColumn[]) {
  return queryOptions({
    queryKey: ['rows', tableId, 'row', key],
    staleTime: 0,
    reconcile: keepSameValue<ParsedValue<RowValues | null>>,
    queryFn: async () => new ParsedValue((await api.find(keyFilter(key, keyColumns), 1))[0] ?? null),
  });
}
