import type { App } from '@selfdb/shared/http/context';
import { getRealtimeStatus } from '@selfdb/shared/routes/realtime';
import type { RealtimeBindings } from '../bindings.ts';
import { readStatus } from './service.ts';

export function mountGetRealtimeStatus(app: App<RealtimeBindings>): void {
  app.openapi(getRealtimeStatus, async (c) => {
    const { db, env, principal } = c.var;
    return c.json(await readStatus({ db, principal, env, bindings: c.env }), 200);
  });
}
