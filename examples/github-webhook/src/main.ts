import { setTimeout as pause } from 'node:timers/promises';
import { SelfDB } from '@selfdb/sdk';
import { createTables, createWebhook, exampleDeliveries, sendDeliveries } from './index.ts';

const { BACKEND_PORT, API_KEY = '', ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
const selfdb = new SelfDB({ baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`, apiKey: API_KEY });
await selfdb.auth.login({
  email: ADMIN_EMAIL || 'admin@example.com',
  password: ADMIN_PASSWORD || 'password',
});

await createTables(selfdb);
const webhook = await createWebhook(selfdb);
const deliveries = exampleDeliveries();
await sendDeliveries(webhook, deliveries);
console.log(`Sent ${deliveries.length} deliveries. The function saves them …`);

for (let isDone = false; !isDone; await pause(500)) {
  const { total_delivery_count, successful_delivery_count, failed_delivery_count } =
    await selfdb.webhooks.get(webhook.id);
  isDone = successful_delivery_count + failed_delivery_count === total_delivery_count;
  if (isDone) console.log(`${successful_delivery_count} are saved, ${failed_delivery_count} failed.`);
}
const { results } = await selfdb.sql.query(
  'select name, deliveries, last_event from github_repositories order by deliveries desc limit 5',
);
console.table(results[0]?.rows.map(([repository, count, last]) => ({ repository, deliveries: count, last })));
console.log(`To go on with a repository of your own, enter these at GitHub, under Settings, Webhooks:
  Payload URL   ${webhook.url}
  Secret        ${webhook.secret_key}
  Content type  application/json`);
await selfdb.auth.logout();
