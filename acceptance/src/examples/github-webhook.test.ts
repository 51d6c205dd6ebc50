import { join } from 'node:path';
import {
  createTables,
  createWebhook,
  exampleDeliveries,
  sendDeliveries,
} from '@selfdb/example-github-webhook';
import { SelfDB } from '@selfdb/sdk';
import { expect, it, vi } from 'vitest';
import { functionsCommand } from '../world/command-line.ts';
import { admin, system } from '../world/users.ts';

// Hundreds of executions, on whatever machine.
vi.setConfig({ testTimeout: 300_000 });

const EXAMPLE = join(import.meta.dirname, '../../../examples/github-webhook');

const total = (rows: unknown[][]) => rows.reduce((sum, [, count]) => sum + Number(count), 0);

it('all payloads that GitHub is known to send arrive in tables, each once, however often they are delivered', async () => {
  const deployed = await functionsCommand(EXAMPLE, 'deploy', 'functions');
  expect([deployed.code, deployed.stderr]).toEqual([0, '']);
  const selfdb = new SelfDB({ baseUrl: system.baseUrl, apiKey: system.apiKey });
  await selfdb.auth.login({ email: system.adminEmail, password: system.adminPassword });
  const query = async (text: string, params: unknown[] = []) =>
    (await selfdb.sql.query(text, { params, readOnly: true })).results[0]?.rows ?? [];
  await createTables(selfdb);
  const counted = () => query('select name, deliveries from github_repositories order by name');
  const before = await counted();

  const webhook = await createWebhook(selfdb);
  const deliveries = exampleDeliveries();
  expect(deliveries).toHaveLength(329);
  await sendDeliveries(webhook, deliveries);
  // As GitHub's button "Redeliver" does.
  await sendDeliveries(webhook, deliveries);
  // GitHub signs neither id nor time, so a request with the same body is a copy of the first.
  const bodies = new Set(deliveries.map(({ body }) => body));
  expect(bodies.size).toBe(324);
  const statistics = async () => {
    const { total_delivery_count, successful_delivery_count, failed_delivery_count } =
      await selfdb.webhooks.get(webhook.id);
    return [total_delivery_count, successful_delivery_count, failed_delivery_count];
  };
  await expect.poll(statistics, { timeout: 240_000, interval: 500 }).toEqual([324, 324, 0]);

  const saved = await query(
    'select id::text, event, repository, payload from github_deliveries where id = any ($1::uuid[])',
    [deliveries.map(({ id }) => id)],
  );
  expect(saved).toHaveLength(324);
  const sent = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  for (const [id, event, repository, payload] of saved) {
    const delivery = sent.get(String(id));
    const body = delivery?.body ?? '';
    expect(bodies.delete(body)).toBe(true);
    expect([event, payload]).toEqual([delivery?.event, JSON.parse(body)]);
    expect(repository).toBe(JSON.parse(body).repository?.full_name ?? null);
  }
  expect(bodies.size).toBe(0);
  const withRepository = saved.filter(([, , repository]) => repository !== null).length;
  expect(withRepository).toBeGreaterThan(250);
  expect(total(await counted()) - total(before)).toBe(withRepository);

  // A signed-in user has no signature of GitHub.
  expect((await admin.post('/functions/github/invoke', {})).status).toBe(403);
  await selfdb.webhooks.delete(webhook.id);
  await selfdb.auth.logout();
});
