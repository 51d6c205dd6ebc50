import type { App } from '@selfdb/server/http/context';
import { jsonText } from '@selfdb/server/http/json-text';
import * as routes from '@selfdb/shared/tables/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import * as service from './service.ts';
import { toNewTable, toTablePatch } from './table-entry.ts';

/** `/tables`: tables and their columns. */
export function mountTables(app: App<ApiBindings>): void {
  app.openapi(routes.listTables, async (c) =>
    c.json(await service.listTables(contextOf(c), c.req.valid('query')), 200),
  );

  app.openapi(routes.countTables, async (c) =>
    c.json({ count: await service.countTables(contextOf(c), c.req.valid('query').search) }, 200),
  );

  app.openapi(routes.createTable, async (c) => {
    const table = toNewTable(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    return c.json(await service.createTable(contextOf(c), table), 201);
  });

  app.openapi(routes.getTable, async (c) =>
    c.json(await service.getTable(contextOf(c), c.req.valid('param').id), 200),
  );

  app.openapi(routes.listTableIndexes, async (c) =>
    jsonText(c, await service.getTablePart(contextOf(c), c.req.valid('param').id, 'indexes'), 200),
  );

  app.openapi(routes.listTableRelationships, async (c) =>
    jsonText(c, await service.getTablePart(contextOf(c), c.req.valid('param').id, 'relationships'), 200),
  );

  app.openapi(routes.getTableSql, async (c) =>
    jsonText(c, `{"sql":${await service.getTablePart(contextOf(c), c.req.valid('param').id, 'sql')}}`, 200),
  );

  app.openapi(routes.updateTable, async (c) => {
    const change = toTablePatch(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    return c.json(await service.updateTable(contextOf(c), c.req.valid('param').id, change), 200);
  });

  app.openapi(routes.deleteTable, async (c) => {
    const { id } = c.req.valid('param');
    const name = await service.deleteTable(contextOf(c), id);
    const message = `The table ${JSON.stringify(name)} was deleted.`;
    const deleted = { message, id, name, table_id: id, deleted_id: id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });

  app.openapi(routes.addColumn, async (c) =>
    c.json(await service.addColumn(contextOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );

  app.openapi(routes.updateColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    return c.json(await service.updateColumn(contextOf(c), id, column, c.req.valid('json')), 200);
  });

  app.openapi(routes.deleteColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    return c.json(await service.deleteColumn(contextOf(c), id, column), 200);
  });
}
