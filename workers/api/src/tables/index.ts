import type { App } from '@selfdb/shared/http/context';
import type { ApiBindings } from '../bindings.ts';
import { mountAddColumn } from './add-column.ts';
import { mountCountTables } from './count-tables.ts';
import { mountCreateTable } from './create-table.ts';
import { mountDeleteColumn } from './delete-column.ts';
import { mountDeleteTable } from './delete-table.ts';
import { mountGetTable } from './get-table.ts';
import { mountGetTableSql } from './get-table-sql.ts';
import { mountListTableIndexes } from './list-table-indexes.ts';
import { mountListTableRelationships } from './list-table-relationships.ts';
import { mountListTables } from './list-tables.ts';
import { mountUpdateColumn } from './update-column.ts';
import { mountUpdateTable } from './update-table.ts';

export function mountTables(app: App<ApiBindings>): void {
  mountListTables(app);
  mountCountTables(app);
  mountCreateTable(app);
  mountGetTable(app);
  mountListTableIndexes(app);
  mountListTableRelationships(app);
  mountGetTableSql(app);
  mountUpdateTable(app);
  mountDeleteTable(app);
  mountAddColumn(app);
  mountUpdateColumn(app);
  mountDeleteColumn(app);
}
