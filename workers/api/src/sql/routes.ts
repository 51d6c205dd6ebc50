import { requireToken } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import * as routes from '@selfdb/shared/sql/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import * as history from './history/service.ts';
import { handleRunSql } from './run-sql.ts';
import * as snippets from './snippets/service.ts';
import * as tabs from './tabs/service.ts';

/** `/sql`, for ADMINs: running SQL, its history, saved snippets, and the tabs of the editor. */
export function mountSql(app: App<ApiBindings>): void {
  const middleware = requireToken();

  app.openapi({ ...routes.runSql, middleware }, handleRunSql);

  app.openapi({ ...routes.listSqlHistory, middleware }, async (c) =>
    c.json(await history.listHistory(contextOf(c), c.req.valid('query')), 200),
  );

  app.openapi({ ...routes.createSqlHistoryEntry, middleware }, async (c) =>
    c.json(await history.createHistoryEntry(contextOf(c), c.req.valid('json')), 201),
  );

  app.openapi({ ...routes.clearSqlHistory, middleware }, async (c) => {
    await history.clearHistory(contextOf(c));
    return c.body(null, 204);
  });

  app.openapi({ ...routes.listSqlSnippets, middleware }, async (c) =>
    c.json(await snippets.listSnippets(contextOf(c), c.req.valid('query')), 200),
  );

  app.openapi({ ...routes.createSqlSnippet, middleware }, async (c) =>
    c.json(await snippets.createSnippet(contextOf(c), c.req.valid('json')), 201),
  );

  app.openapi({ ...routes.updateSqlSnippet, middleware }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await snippets.updateSnippet(contextOf(c), id, c.req.valid('json')), 200);
  });

  app.openapi({ ...routes.deleteSqlSnippet, middleware }, async (c) => {
    await snippets.deleteSnippet(contextOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });

  app.openapi({ ...routes.listSqlTabs, middleware }, async (c) =>
    c.json(await tabs.listTabs(contextOf(c), c.req.valid('query')), 200),
  );

  app.openapi({ ...routes.createSqlTab, middleware }, async (c) =>
    c.json(await tabs.createTab(contextOf(c), c.req.valid('json')), 201),
  );

  app.openapi({ ...routes.updateSqlTab, middleware }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await tabs.updateTab(contextOf(c), id, c.req.valid('json')), 200);
  });

  app.openapi({ ...routes.deleteSqlTab, middleware }, async (c) => {
    await tabs.deleteTab(contextOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
}
