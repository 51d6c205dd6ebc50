import { type Accessor, createContext, type JSX, useContext } from 'solid-js';
import type { TableInfo } from '../table-types.ts';

interface TableContextValue {
  /** The table of the page. While the page is shown, its id stays the same. */
  table: Accessor<TableInfo>;
  /** Reads the table, and all lists that show it, again. */
  refresh: () => Promise<void>;
}

const TableContext = createContext<TableContextValue>();

/** Gives the tabs of a table's page the table. */
export function TableProvider(props: TableContextValue & { children: JSX.Element }) {
  return (
    <TableContext.Provider value={{ table: () => props.table(), refresh: () => props.refresh() }}>
      {props.children}
    </TableContext.Provider>
  );
}

/** The table of the page. Throws outside of a table's page. */
export function useTable(): TableContextValue {
  const context = useContext(TableContext);
  if (!context) throw new Error('useTable needs the page of a table around it.');
  return context;
}
