import { anonymous } from '@selfdb/server/auth/principal';
import { callerKey } from '@selfdb/server/http/caller/take-share';
import type { App, AppContext } from '@selfdb/server/http/context';
import { forwardedAddress } from '@selfdb/server/http/internal';
import { readRawBody } from '@selfdb/server/http/request/read-body';
import * as contracts from '@selfdb/shared/webhooks/ingest-routes';
import type { FunctionsBindings } from '../bindings.ts';
import { wakeDispatcher } from '../dispatcher/wake.ts';
import { requireTokenForm } from './known-webhooks.ts';
import { type Accepted, type Challenge, receiveDelivery } from './service.ts';

/** `POST /webhooks/in/{token}`, and the path of SelfDB 0.0.5. Without API key and user: mount it before they are asked for. */
export function mountIngest(app: App<FunctionsBindings>): void {
  app.openapi(contracts.receiveWebhook, async (c) => {
    const outcome = await receive(c, c.req.valid('param').token);
    return 'challenge' in outcome ? c.json(outcome, 200) : c.json(outcome, 202);
  });
  app.openapi(contracts.triggerWebhook, async (c) => {
    const outcome = await receive(c, c.req.valid('param').token);
    return 'challenge' in outcome ? c.json(outcome, 200) : c.json(outcome, 202);
  });
}

async function receive(c: AppContext<FunctionsBindings>, token: string): Promise<Accepted | Challenge> {
  requireTokenForm(token);
  const { SECRET_KEY, WEBHOOK_MAX_BODY_KB } = c.get('env');
  const body = new Uint8Array(await readRawBody(c.req.raw, WEBHOOK_MAX_BODY_KB * 1024));
  const sourceIp = forwardedAddress(c);
  const db = c.get('db').of(callerKey(anonymous, () => sourceIp));
  const outcome = await receiveDelivery(db, SECRET_KEY, token, {
    headers: c.req.raw.headers,
    body,
    sourceIp,
  });
  wakeDispatcher(c);
  return outcome;
}
