import { createDatabase } from '@selfdb/server/db/database';
import { createLog } from '@selfdb/server/log';
import { rows, value } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import type { WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import type { WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { expect, inject } from 'vitest';
import { WebhookSender } from '../outbound/webhook-sender.ts';
import { call, createPerson, newName } from './client.ts';
import { createTable, type TestTable } from './tables.ts';

/** A person with a table, and a webhook that sends its changes to `address`, which is not public. */
export async function createOutbound(address: string, fields: object = {}) {
  const { token, userId } = await createPerson();
  const table = await createTable(userId);
  const json = {
    name: newName(),
    direction: 'outbound',
    table: table.name,
    target_url: 'https://example.com',
  };
  const made = await call<WebhookWithSecret>('POST', '/webhooks', { token, json: { ...json, ...fields } });
  if (made.status !== 201) throw new Error(made.text);
  await rows('update selfdb.webhooks set target_url = $2 where id = $1', [
    made.body.id,
    `http://${address}/hook`,
  ]);
  return { token, userId, table, webhook: made.body };
}

type Row = { id?: number; title?: string; mark?: number };

/** A change as it comes from the feed. */
export function changeOf(table: TestTable, kind: string, now: Row | null, before: Row | null = null) {
  const position = String(Math.random()).slice(2, 10);
  return {
    ...{ relid: table.relid, kind, order_key: `${table.relid}:[${(before ?? now)?.id}]` },
    payload: {
      ...{ table: table.name, schema: 'public', new: now, old: before },
      ...{ commit_timestamp: '2026-01-31T08:15:30.123Z', cursor: `abcdef:0000000000000001:${position}` },
    },
  };
}

export async function queue(...changes: object[]): Promise<number> {
  return Number(await value('select selfdb.queue_outbound_deliveries($1)', [JSON.stringify(changes)]));
}

/** A sender that may reach `allowed`, such as 127.0.0.1:8080. */
export function createSender(allowed: string) {
  const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
  let ended = () => {};
  const sender = new WebhookSender({
    ...{
      db,
      log: createLog('test', 'error'),
      secretKey: SECRETS.SECRET_KEY,
      allowedAddresses: allowed,
      fetch,
    },
    ended: () => ended(),
  });
  return {
    sender,
    /** Sends what is due until nothing is any more. */
    async sendAll(): Promise<void> {
      for (;;) {
        let isIdle = true;
        const next = new Promise<void>((resolve) => {
          ended = () => {
            isIdle = false;
            resolve();
          };
        });
        await sender.turn();
        if (!(await isSending()) && isIdle) return;
        await next;
      }
    },
  };
}

const isSending = () => value('select exists (select from selfdb.webhook_jobs where claimed_at is not null)');

export async function deliveriesOf({ token, webhook }: { token: string; webhook: { id: string } }) {
  const { body } = await call<WebhookDelivery[]>('GET', `/webhooks/${webhook.id}/deliveries`, { token });
  return body.toReversed();
}

/** Makes the next attempt of what waits due, and expects that something does. */
export async function passTime(webhookId: string): Promise<void> {
  const moved = await rows(
    'update selfdb.webhook_jobs set run_at = now() where webhook_id = $1 and run_at > now() returning 1',
    [webhookId],
  );
  expect(moved.length).toBeGreaterThan(0);
}
