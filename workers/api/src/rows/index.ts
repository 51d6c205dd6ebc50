import type { App } from '@selfdb/shared/http/context';
import type { ApiBindings } from '../bindings.ts';
import { mountDeleteRow } from './delete-row.ts';
import { mountDeleteRows } from './delete-rows.ts';
import { mountGetRow } from './get-row.ts';
import { mountInsertRows } from './insert-rows.ts';
import { mountListRows } from './list-rows.ts';
import { mountQueryRows } from './query-rows.ts';
import { mountUpdateRow } from './update-row.ts';
import { mountUpdateRows } from './update-rows.ts';

export function mountRows(app: App<ApiBindings>): void {
  mountListRows(app);
  mountQueryRows(app);
  mountInsertRows(app);
  mountUpdateRows(app);
  mountDeleteRows(app);
  mountGetRow(app);
  mountUpdateRow(app);
  mountDeleteRow(app);
}
