import { createDatabase } from '@selfdb/server/db/database';
import { createLog } from '@selfdb/server/log';
import { rows, value } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import type { FeedChange, FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import type { WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import type { WebhookWithSecret } from '@selfdb/shared/webhooks/schema';
import { expect, inject } from 'vitest';
import { findTriggerState } from '../database-triggers/repository.ts';
import { takeChanges } from '../database-triggers/take-changes.ts';
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

/** When all changes were committed. */
export const COMMITTED_AT = '2026-01-31T08:15:30.123Z';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
let position = 0;
const nextCursor = () => `k3f9q2:00000000019A3B28:${(++position).toString(16).padStart(8, '0')}`;

type Row = { id?: number; title?: string };

/** A change as it comes from the feed. A row may be given as text. */
export function changeOf(
  { relid, name }: TestTable,
  operation: FeedChange['operation'],
  now: Row | string | null,
  before: Row | null = null,
): FeedChange {
  const cursor = nextCursor();
  const [fresh, old] = [now, before].map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  const payload = `{"table":"${name}","schema":"public","new":${fresh},"old":${old},"commit_timestamp":"${COMMITTED_AT}","cursor":"${cursor}"}`;
  return { cursor, relid, operation, payload, depth: 0 };
}

/** Takes changes as if the feed had them after all that was taken before. Returns how many deliveries wait then. */
export async function queue(
  changes: FeedChange[],
  losses: FeedLoss[] = [],
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<number> {
  await rows(
    'insert into selfdb.trigger_cursor (cursor) values ($1) on conflict (id) do update set cursor = excluded.cursor',
    [nextCursor()],
  );
  const state = await findTriggerState(db);
  if (!state) throw new Error('there is no cursor');
  const poll = async () => {
    await meanwhile();
    return { through: nextCursor(), changes, losses };
  };
  await takeChanges(state, { db, poll, queued: () => {} });
  return Number(await value('select count(*)::int from selfdb.webhook_jobs'));
}

/** A sender that may reach `allowed`, such as 127.0.0.1:8080. */
export function createSender(allowed: string) {
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
