import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createTable,
  tableFeatures,
} from '@tanstack/solid-table';
import { createEffect, createMemo } from 'solid-js';
import { shortType } from '../../../ui/format/types.ts';
import type { ColumnKind, GridColumn } from '../values/column-kind.ts';
import type { RowValues } from '../values/show-value.ts';
import { readLayout, writeLayout } from './remembered-layout.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
});

const WIDTHS: Partial<Record<ColumnKind, number>> = {
  integer: 110,
  decimal: 130,
  boolean: 90,
  date: 120,
  timestamp: 230,
  time: 120,
  uuid: 290,
  json: 260,
};
const DEFAULT_WIDTH = 200;
const MIN_WIDTH = 48;
const MAX_WIDTH = 1200;

const BIGINT_WIDTH = 170;
/** On a phone an id would leave no room for what it names. */
const NARROW_UUID_WIDTH = 110;
const isNarrow = () => matchMedia('(max-width: 639px)').matches;
function widthOf({ kind, type, primaryKey }: GridColumn): number {
  if (kind === 'uuid' && isNarrow()) return NARROW_UUID_WIDTH;
  return type === 'bigint' && !primaryKey ? BIGINT_WIDTH : (WIDTHS[kind] ?? DEFAULT_WIDTH);
}

/** Room for most names and types, with the icons beside them. */
const widthOfHead = ({ name, type, kind }: GridColumn) =>
  kind === 'uuid' ? 0 : Math.min(300, 72 + 8 * name.length + 7 * shortType(type).length);

/** A visible column and its place from the left edge. */
export interface PlacedColumn {
  column: GridColumn;
  start: number;
  width: number;
}

/** Sizes, order and visibility of the columns of a table, remembered in this browser. */
export function createColumnLayout(tableName: string, columns: () => GridColumn[]) {
  const remembered = readLayout(tableName);
  const table = createTable<typeof features, RowValues>({
    features,
    get columns() {
      return columns().map((column) => ({
        id: column.name,
        accessorFn: () => undefined,
        size: Math.max(widthOf(column), widthOfHead(column)),
        minSize: MIN_WIDTH,
        maxSize: MAX_WIDTH,
      }));
    },
    data: [],
    columnResizeMode: 'onChange',
    initialState: {
      columnOrder: remembered.order,
      columnVisibility: Object.fromEntries(remembered.hidden.map((name) => [name, false])),
      columnSizing: remembered.sizes,
    },
  });
  createEffect(() => {
    const visibility = table.atoms.columnVisibility.get();
    writeLayout(tableName, {
      order: table.atoms.columnOrder.get(),
      hidden: Object.keys(visibility).filter((name) => visibility[name] === false),
      sizes: table.atoms.columnSizing.get(),
    });
  });

  const byName = createMemo(() => new Map(columns().map((column) => [column.name, column])));
  const placed = createMemo((): PlacedColumn[] => {
    table.atoms.columnOrder.get();
    table.atoms.columnVisibility.get();
    table.atoms.columnSizing.get();
    let start = 0;
    return table.getVisibleLeafColumns().flatMap((leaf) => {
      const column = byName().get(leaf.id);
      if (!column) return [];
      const item = { column, start, width: leaf.getSize() };
      start += item.width;
      return [item];
    });
  });
  return { table, placed, ...changes(table) };
}

type LayoutTable = ReturnType<typeof createTable<typeof features, RowValues>>;

function changes(table: LayoutTable) {
  const order = () => table.getAllLeafColumns().map((leaf) => leaf.id);
  return {
    /** All columns in their order, also those that are hidden. */
    order,
    isVisible: (name: string) => table.atoms.columnVisibility.get()[name] !== false,
    setVisible: (name: string, visible: boolean) => table.getColumn(name)?.toggleVisibility(visible),
    /** Puts a column at the place of another one. */
    move(name: string, target: string) {
      const names = order();
      const to = names.indexOf(target);
      const from = names.indexOf(name);
      if (to < 0 || from < 0 || to === from) return;
      table.setColumnOrder(names.toSpliced(from, 1).toSpliced(to, 0, name));
    },
    resize(name: string, width: number) {
      const bounded = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
      table.setColumnSizing((sizes) => ({ ...sizes, [name]: bounded }));
    },
    resetWidth(name: string) {
      table.setColumnSizing((sizes) =>
        Object.fromEntries(Object.entries(sizes).filter(([other]) => other !== name)),
      );
    },
    reset() {
      table.setColumnOrder([]);
      table.setColumnVisibility({});
      table.setColumnSizing({});
    },
  };
}

export type ColumnLayout = ReturnType<typeof createColumnLayout>;
