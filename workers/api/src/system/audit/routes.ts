import { requireAdmin } from '@selfdb/server/db/authority';
import { requireToken } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { listAudit } from '@selfdb/shared/system/audit/routes';
import type { ApiBindings } from '../../bindings.ts';
import { selectAudit } from './repository.ts';

/** `/system/audit`. */
export function mountAudit(app: App<ApiBindings>): void {
  app.openapi({ ...listAudit, middleware: requireToken() }, async (c) => {
    const principal = c.get('principal');
    const list = c.req.valid('query');
    const found = await selectAudit(c.get('db'), principal, list);
    requireAdmin(principal, found?.my_role);
    const entries = found?.entries ?? [];
    const data = entries.slice(0, list.limit);
    const next_cursor = entries.length > list.limit ? (data.at(-1)?.id ?? null) : null;
    return c.json({ data, next_cursor }, 200);
  });
}
