import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/realtime/routes';
import type { RealtimeBindings } from '../bindings.ts';
import { memberText } from '../hub/connection/parse-frame.ts';
import { sendBroadcast } from './service.ts';

/** `/realtime/broadcast`. */
export function mountBroadcast(app: App<RealtimeBindings>): void {
  app.openapi(contracts.sendBroadcast, async (c) => {
    const { db, principal, env } = c.var;
    const { topic, event } = c.req.valid('json');
    const sent = await sendBroadcast(
      { db, principal, env, hubs: c.env.HUB },
      { topic, event, payloadText: payloadOf(await c.req.text()) },
    );
    return c.json(sent, 200);
  });
}

/** The payload as it came, so that no number loses digits. */
function payloadOf(body: string): string {
  const given = memberText(body, 'payload') ?? 'null';
  return given === 'null' ? '{}' : given;
}
