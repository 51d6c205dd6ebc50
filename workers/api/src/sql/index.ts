import type { App } from '@selfdb/shared/http/context';
import type { ApiBindings } from '../bindings.ts';
import { mountClearSqlHistory } from './history/clear-history.ts';
import { mountListSqlHistory } from './history/list-history.ts';
import { mountRunSql } from './run-sql.ts';
import { mountCreateSqlSnippet } from './snippets/create-snippet.ts';
import { mountDeleteSqlSnippet } from './snippets/delete-snippet.ts';
import { mountListSqlSnippets } from './snippets/list-snippets.ts';
import { mountUpdateSqlSnippet } from './snippets/update-snippet.ts';

/** `/sql`: running SQL, what was run, and what is worth keeping. For ADMINs. */
export function mountSql(app: App<ApiBindings>): void {
  mountRunSql(app);
  mountListSqlHistory(app);
  mountClearSqlHistory(app);
  mountListSqlSnippets(app);
  mountCreateSqlSnippet(app);
  mountUpdateSqlSnippet(app);
  mountDeleteSqlSnippet(app);
}
