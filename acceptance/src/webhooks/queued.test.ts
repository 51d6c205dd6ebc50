import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pidOf } from '../chaos/own-postgres.ts';
import { setting, signal } from '../chaos/recovery.ts';
import { expectStatus } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { type RunReceiver, startRunReceiver, unexplainedRepeats } from './run-receiver.ts';

/** By hand, 10000. */
const QUEUED = setting('WEBHOOKS_QUEUED', 500);
const SENDERS = 16;
/** Each tenth request comes twice, as it does when a provider has lost the answer. */
const REPEATED = 10;

interface Webhook {
  id: string;
  function_id: string;
  webhook_token: string;
  secret_key: string;
  successful_delivery_count: number;
  total_delivery_count: number;
}

describeOwnSystem('while functions are down', () => {
  let own: OwnSystem;
  let receiver: RunReceiver;
  beforeAll(async () => {
    receiver = await startRunReceiver();
    own = await startOwnSystem({ FUNCTIONS_ALLOWED_ADDRESSES: receiver.address });
  });
  afterAll(async () => {
    await own?.stop();
    await receiver?.stop();
  });

  /** Ends both processes that run functions, and keeps them from being started again until `work` is done. */
  async function whileFunctionsAreDown(work: () => Promise<void>): Promise<void> {
    const environment = own.system.environment ?? {};
    const supervisor = await pidOf(environment, 'supervisor');
    const victims = [await pidOf(environment, 'functions'), await pidOf(environment, 'runner')];
    signal(supervisor, 'SIGSTOP');
    try {
      for (const pid of victims) signal(pid, 'SIGKILL');
      await work();
    } finally {
      signal(supervisor, 'SIGCONT');
    }
  }

  async function createWebhook(): Promise<Webhook> {
    const code = receiver.codeOfFunction;
    const saved = { name: 'queued', code, max_concurrent: 50 };
    const fn = await own.boss.post<{ id: string }>('/functions/', saved);
    expectStatus(fn, 201);
    const body = { name: 'queued', function_id: fn.body.id, rate_limit_per_minute: 10_000 };
    const made = await own.boss.post<Webhook>('/webhooks/', body);
    expectStatus(made, 201);
    return made.body;
  }

  async function send({ webhook_token, secret_key }: Webhook, n: number): Promise<string> {
    const body = JSON.stringify({ n });
    const signature = createHmac('sha256', secret_key).update(body).digest('hex');
    const headers = { 'X-Webhook-Signature': signature, 'X-Webhook-Id': `request-${n}` };
    const url = `${own.system.baseUrl}/webhooks/in/${webhook_token}`;
    const response = await fetch(url, { method: 'POST', body, headers });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text).delivery_id;
  }

  it(
    `${QUEUED} requests are taken, and run once each when functions are back`,
    async () => {
      const webhook = await createWebhook();
      const accepted = new Map<number, string>();
      const numbers = Array.from({ length: QUEUED }, (_, n) => n).values();
      const sendSome = async () => {
        for (const n of numbers) {
          accepted.set(n, await send(webhook, n));
          if (n % REPEATED === 0) expect(await send(webhook, n)).toBe(accepted.get(n));
        }
      };
      const began = performance.now();
      await whileFunctionsAreDown(async () => {
        await Promise.all(Array.from({ length: SENDERS }, sendSome));
        expect(receiver.runs).toEqual([]);
      });
      const takenMs = Math.round(performance.now() - began);
      const counts = async () => {
        const { body } = await own.boss.get<Webhook>(`/webhooks/${webhook.id}`);
        return [body.total_delivery_count, body.successful_delivery_count];
      };
      await expect.poll(counts, { timeout: 30 * 60_000, interval: 250 }).toEqual([QUEUED, QUEUED]);
      const runMs = Math.round(performance.now() - began) - takenMs;
      console.info(
        `${QUEUED} requests taken in ${takenMs} ms; all had run ${runMs} ms after functions were back`,
      );
      expect([...new Set(receiver.runs.map(({ key }) => key))].sort()).toEqual([...accepted.values()].sort());
      expect(await unexplainedRepeats(receiver.runs, own.boss, webhook.function_id)).toEqual([]);
    },
    40 * 60_000,
  );
});
