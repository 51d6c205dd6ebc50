import type { App } from '@selfdb/server/http/context';
import { jsonText } from '@selfdb/server/http/json-text';
import * as routes from '@selfdb/shared/rows/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import { queryRows } from './query-rows.ts';
import * as service from './service.ts';
import { readOneRow, readRows } from './statement/write/write-values.ts';

/** `/tables/{id}/data`: the rows of a table. */
export function mountRows(app: App<ApiBindings>): void {
  app.openapi(routes.listRows, async (c) => {
    const { id } = c.req.valid('param');
    const page = await service.listRows(contextOf(c), c.get('env').SECRET_KEY, id, c.req.valid('query'));
    return jsonText(c, page, 200);
  });

  app.openapi(routes.queryRows, queryRows);

  app.openapi(routes.insertRows, async (c) => {
    const { id } = c.req.valid('param');
    const input = readRows(await c.req.text(), c.req.valid('json'));
    const onConflict = c.req.valid('query').on_conflict;
    return jsonText(c, await service.insertRows(contextOf(c), id, input, onConflict), 201);
  });

  app.openapi(routes.updateRows, async (c) => {
    const { id } = c.req.valid('param');
    const input = readOneRow(await c.req.text(), c.req.valid('json'));
    const count = await service.updateRows(contextOf(c), id, c.req.valid('query').filter, input);
    return c.json({ count }, 200);
  });

  app.openapi(routes.deleteRows, async (c) => {
    const { id } = c.req.valid('param');
    const count = await service.deleteRows(contextOf(c), id, c.req.valid('query').filter);
    return c.json({ count }, 200);
  });

  app.openapi(routes.getRow, async (c) => {
    const key = toRowKey(c.req.valid('param'), c.req.valid('query'));
    return jsonText(c, await service.getRow(contextOf(c), key), 200);
  });

  app.openapi(routes.updateRow, async (c) => {
    const key = toRowKey(c.req.valid('param'), c.req.valid('query'));
    const input = readOneRow(await c.req.text(), c.req.valid('json'));
    return jsonText(c, await service.updateRow(contextOf(c), key, input), 200);
  });

  app.openapi(routes.deleteRow, async (c) => {
    const { id, row_id } = c.req.valid('param');
    await service.deleteRow(contextOf(c), toRowKey({ id, row_id }, c.req.valid('query')));
    const deleted = { message: 'The row was deleted.', id: row_id, table_id: id, row_id, deleted_id: row_id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });
}

function toRowKey(
  path: { id: string; row_id: string },
  query: { id_column?: string | undefined },
): service.RowKey {
  return { tableId: path.id, rowId: path.row_id, idColumn: query.id_column };
}
