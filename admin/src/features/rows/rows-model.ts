import type { SelfDB } from '@selfdb/sdk';
import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createContext, createMemo, createSignal, useContext } from 'solid-js';
import { type ColumnLayout, createColumnLayout } from './columns/column-layout.ts';
import { createEdits } from './editing/edits.ts';
import { pageRowsOf } from './grid/metrics.ts';
import { createChangedCells } from './live/changed-cells.ts';
import { enumsQuery } from './queries.ts';
import { createSelection } from './selection/selection.ts';
import { keyColumnsOf, rowKey } from './source/row-key.ts';
import { createRowSource } from './source/row-source.ts';
import { createRowsApi } from './source/rows-api.ts';
import { type DescribedByTable, gridColumns, isMadeType } from './values/column-kind.ts';
import type { RowValues } from './values/show-value.ts';
import type { FilterCondition } from './view/conditions.ts';
import { createViewState } from './view/view-state.ts';

/** A table as far as its rows need it. */
export interface RowsTable {
  id: string;
  name: string;
  realtime_enabled: boolean;
  columns: readonly DescribedByTable[];
}

/** A cell that is being edited, and the text that the typing began with. */
export interface EditedCell {
  row: number;
  column: string;
  typed?: string | undefined;
}

/** Everything that the parts of the rows page share. `table` follows changes of the schema. */
export function createRowsModel(sdk: SelfDB, table: () => RowsTable) {
  const { id, name } = table();
  const enums = createQuery(() => ({
    ...enumsQuery(sdk),
    enabled: table().columns.some(({ type }) => isMadeType(type)),
  }));
  const columns = createMemo(() => gridColumns(table().columns, enums.data ?? new Map()));
  const keyColumns = createMemo(() => keyColumnsOf(columns()));
  const view = createViewState();
  const api = createRowsApi(sdk, id);
  const source = createRowSource(api, id, view);
  const layout: ColumnLayout = createColumnLayout(name, columns);
  const [viewHeight, setViewHeight] = createSignal(600);
  const selection = createSelection(() => ({
    rows: Math.max(1, source.total()),
    columns: Math.max(1, layout.placed().length),
    pageRows: pageRowsOf(viewHeight()),
  }));
  const [editing, setEditing] = createSignal<EditedCell>();
  const [draft, setDraft] = createSignal<RowValues>();
  const [field, setField] = createSignal<string>();
  const [newCondition, setNewCondition] = createSignal<FilterCondition>();
  return {
    navigate: useNavigate(),
    sdk,
    api,
    table,
    columns,
    keyColumns,
    view,
    source,
    layout,
    selection,
    viewHeight,
    setViewHeight,
    edits: createEdits(api, source, keyColumns),
    keyOf: (row: RowValues) => rowKey(row, keyColumns()),
    changed: createChangedCells((row) => rowKey(row, keyColumns())),
    editing,
    setEditing,
    /** The values of a row to insert; undefined while none is being made. */
    draft,
    setDraft,
    /** Opens a row in the side panel, with the focus on a field. */
    openRow(row: RowValues, fieldName?: string) {
      setField(fieldName);
      view.setOpenRow(rowKey(row, keyColumns()));
    },
    panelField: field,
    /** A condition that the filter bar is to take up. */
    newCondition,
    setNewCondition,
  };
}

export type RowsModel = ReturnType<typeof createRowsModel>;

export const RowsContext = createContext<RowsModel>();

/** The model of the rows page. Throws outside of it. */
export function useRows(): RowsModel {
  const model = useContext(RowsContext);
  if (!model) throw new Error('useRows needs a rows page above it.');
  return model;
}
