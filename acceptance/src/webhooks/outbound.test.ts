import { hostname } from 'node:os';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { marker } from '../world/users.ts';
import { type Received, startReceiver } from './receiver.ts';

interface Webhook {
  id: string;
  secret_key: string;
}
interface Delivery {
  id: string;
  status: string;
  delivery_attempt: number;
  response_status_code: number | null;
  execution_result: unknown;
  error_message: string | null;
}

let own: OwnSystem;
let boss: Caller;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
/** The statuses of the next answers for a path. */
const answers: number[] = [];

describeOwnSystem('outbound webhooks', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    receiver = await startReceiver(() => answers.shift() ?? 200);
    own = await startOwnSystem({ FUNCTIONS_ALLOWED_ADDRESSES: receiver.address });
    boss = own.boss;
  }, 180_000);

  afterAll(async () => {
    await own?.stop();
    receiver?.stop();
  });

  async function createTable(): Promise<{ name: string; rows: string }> {
    const name = marker('t');
    const table_schema = { n: { type: 'integer' }, title: { type: 'text' } };
    const answer = await boss.post<{ id: string }>('/tables/', { name, table_schema });
    expectStatus(answer, 201);
    return { name, rows: `/tables/${answer.body.id}/data` };
  }

  async function createWebhook(table: string, fields: object = {}): Promise<Webhook> {
    const answer = await boss.post<Webhook>('/webhooks/', {
      ...{
        name: marker('hook'),
        direction: 'outbound',
        table,
        target_url: `http://${receiver.address}/${table}`,
      },
      ...fields,
    });
    expectStatus(answer, 201);
    return answer.body;
  }

  const deliveriesOf = async ({ id }: Webhook) =>
    (await boss.get<Delivery[]>(`/webhooks/${id}/deliveries`)).body.toReversed();
  const statusesOf = async (webhook: Webhook) => (await deliveriesOf(webhook)).map(({ status }) => status);
  const settled = (webhook: Webhook, statuses: string[]) =>
    expect.poll(() => statusesOf(webhook), { timeout: 60_000 }).toEqual(statuses);
  const receivedFor = (table: string) =>
    receiver.received.filter(({ body }) => JSON.parse(body).table === table);
  const verified = ({ secret_key }: Webhook, { body, headers }: Received) =>
    new Verifier(secret_key).verify(body, headers);

  it('each change of a row is sent, signed and in order, from a table that clients may not listen to', async () => {
    const { name: table, rows } = await createTable();
    const webhook = await createWebhook(table);
    const row = await boss.post<{ id: string }>(rows, { n: 1, title: 'ü' });
    expectStatus(row, 201);
    const path = `${rows}/${row.body.id}`;
    expectStatus(await boss.patch(path, { n: 2 }), 200);
    expectStatus(await boss.del(path), 200);
    await settled(webhook, ['completed', 'completed', 'completed']);
    const received = receivedFor(table);
    expect(received.map((request) => verified(webhook, request))).toMatchObject([
      { type: 'INSERT', table, schema: 'public', record: { n: 1, title: 'ü' }, old_record: null },
      { type: 'UPDATE', record: { n: 2, title: 'ü' }, old_record: { n: 1, title: 'ü' } },
      { type: 'DELETE', record: null, old_record: { id: row.body.id, n: 2 } },
    ]);
    const deliveries = await deliveriesOf(webhook);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(deliveries.map(({ id }) => id));
    expect(deliveries[0]).toMatchObject({ response_status_code: 200, execution_result: 'status 200' });
  });

  it('what fails is sent again, with the same id, before the next change of the row; then by hand', async () => {
    const { name: table, rows } = await createTable();
    const webhook = await createWebhook(table, { retry_attempts: 2, retry_delay_seconds: 1 });
    answers.push(500, 302, 503);
    const row = await boss.post<{ id: string }>(rows, { n: 1 });
    expectStatus(await boss.patch(`${rows}/${row.body.id}`, { n: 2 }), 200);
    await settled(webhook, ['failed', 'completed']);
    const [failed] = await deliveriesOf(webhook);
    expect(failed).toMatchObject({ delivery_attempt: 3, response_status_code: 503 });
    const received = receivedFor(table);
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual([
      'INSERT',
      'INSERT',
      'INSERT',
      'UPDATE',
    ]);
    expect(new Set(received.slice(0, 3).map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([failed?.id]),
    );
    expectStatus(await boss.post(`/webhooks/deliveries/${failed?.id}/retry`), 200);
    await settled(webhook, ['completed', 'completed']);
    expect(receivedFor(table)).toHaveLength(5);
  });

  it('what is not public is refused, when it is saved and when a name leads there', async () => {
    const { name: table, rows } = await createTable();
    const [, port] = receiver.address.split(':');
    for (const url of [
      `http://localhost:${port}`,
      'http://127.0.0.1:1',
      'http://169.254.169.254/',
      'http://[::1]',
    ])
      expectProblem(
        await boss.post('/webhooks/', { name: 'x', direction: 'outbound', table, target_url: url }),
        422,
      );
    const name = hostname();
    const target_url = `http://${name}:${port}/`;
    const webhook = await createWebhook(table, { target_url, retry_enabled: false });
    expectStatus(await boss.post(rows, { n: 1 }), 201);
    await settled(webhook, ['failed']);
    expect((await deliveriesOf(webhook))[0]?.error_message).toContain(`${name}:${port} can't be reached`);
    expect(receivedFor(table)).toEqual([]);
  });
});
