import type { App } from '@selfdb/server/http/context';
import { jsonText } from '@selfdb/server/http/json-text';
import * as routes from '@selfdb/shared/tables/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import * as columns from './columns/service.ts';
import * as indexes from './indexes/service.ts';
import * as service from './service.ts';
import { toNewTable, toTablePatch } from './table-entry.ts';

/** `/tables`: tables, their columns and their indexes. */
export function mountTables(app: App<ApiBindings>): void {
  app.openapi(routes.listTables, async (c) =>
    c.json(await service.listTables(contextOf(c), c.req.valid('query')), 200),
  );

  app.openapi(routes.countTables, async (c) =>
    c.json({ count: await service.countTables(contextOf(c), c.req.valid('query').search) }, 200),
  );

  app.openapi(routes.createTable, async (c) => {
    const table = toNewTable(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    const created = await service.createTable(contextOf(c), table, c.req.valid('query').dry_run);
    return 'statements' in created ? c.json(created, 200) : c.json(created, 201);
  });

  app.openapi(routes.getTable, async (c) =>
    c.json(await service.getTable(contextOf(c), c.req.valid('param').id), 200),
  );

  app.openapi(routes.listTableIndexes, async (c) =>
    jsonText(c, await service.getTablePart(contextOf(c), c.req.valid('param').id, 'indexes'), 200),
  );

  app.openapi(routes.createIndex, async (c) => {
    const { id } = c.req.valid('param');
    const { dry_run } = c.req.valid('query');
    const created = await indexes.createIndex(contextOf(c), id, c.req.valid('json'), dry_run);
    return 'statements' in created ? c.json(created, 200) : c.json(created, 201);
  });

  app.openapi(routes.deleteIndex, async (c) => {
    const { id, name } = c.req.valid('param');
    const preview = await indexes.deleteIndex(contextOf(c), id, name, c.req.valid('query').dry_run);
    return preview ? c.json(preview, 200) : c.body(null, 204);
  });

  app.openapi(routes.listTableRelationships, async (c) =>
    jsonText(c, await service.getTablePart(contextOf(c), c.req.valid('param').id, 'relationships'), 200),
  );

  app.openapi(routes.getTableSql, async (c) =>
    jsonText(c, `{"sql":${await service.getTablePart(contextOf(c), c.req.valid('param').id, 'sql')}}`, 200),
  );

  app.openapi(routes.updateTable, async (c) => {
    const { id } = c.req.valid('param');
    const change = toTablePatch(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    return c.json(await service.updateTable(contextOf(c), id, change, c.req.valid('query').dry_run), 200);
  });

  app.openapi(routes.deleteTable, async (c) => {
    const { id } = c.req.valid('param');
    const result = await service.deleteTable(contextOf(c), id, c.req.valid('query').dry_run);
    if ('statements' in result) return c.json(result, 200);
    const message = `The table ${JSON.stringify(result.name)} was deleted.`;
    const deleted = { message, id, name: result.name, table_id: id, deleted_id: id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });

  app.openapi(routes.addColumn, async (c) => {
    const { id } = c.req.valid('param');
    const { dry_run } = c.req.valid('query');
    return c.json(await columns.addColumn(contextOf(c), id, c.req.valid('json'), dry_run), 200);
  });

  app.openapi(routes.updateColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    const { dry_run } = c.req.valid('query');
    return c.json(await columns.updateColumn(contextOf(c), id, column, c.req.valid('json'), dry_run), 200);
  });

  app.openapi(routes.deleteColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    return c.json(await columns.deleteColumn(contextOf(c), id, column, c.req.valid('query').dry_run), 200);
  });
}
