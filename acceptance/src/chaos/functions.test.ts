import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { type RunReceiver, startRunReceiver, unexplainedRepeats } from '../webhooks/run-receiver.ts';
import { pidOf } from './own-postgres.ts';
import { query } from './postgres.ts';
import { familyOf, isAlive, setting, signal, until } from './recovery.ts';

/** By hand, 30. */
const ROUNDS = setting('CHAOS_FUNCTION_ROUNDS', 5);
const SEED = setting('CHAOS_SEED', 20_261_203);
/** So long the function works after it has told of its run. */
const WORK_MS = 300;
const SENDERS = 3;
const VICTIMS = ['runner', 'functions', 'runners', 'postgres', 'realtime'];
const READY_MS = 60_000;

interface Webhook {
  id: string;
  function_id: string;
  webhook_token: string;
  secret_key: string;
}

describeOwnSystem('functions', () => {
  let own: OwnSystem;
  let receiver: RunReceiver;
  let webhook: Webhook;
  /** Keys of what was accepted: deliveries, and times at which the schedule was due. */
  const accepted: string[] = [];

  beforeAll(async () => {
    receiver = await startRunReceiver(WORK_MS);
    own = await startOwnSystem({ FUNCTIONS_ALLOWED_ADDRESSES: receiver.address });
    const code = receiver.codeOfFunction;
    const fn = await own.boss.post<{ id: string }>('/functions/', { name: 'chaos', code });
    expectStatus(fn, 201);
    const retries = { retry_attempts: 10, retry_backoff_strategy: 'fixed', retry_delay_seconds: 1 };
    const body = { name: 'chaos', function_id: fn.body.id, rate_limit_per_minute: 10_000, ...retries };
    const made = await own.boss.post<Webhook>('/webhooks/', body);
    expectStatus(made, 201);
    webhook = made.body;
  });
  afterAll(async () => {
    await own?.stop();
    await receiver?.stop();
  });

  const hasRun = (key: string) => receiver.runs.some((run) => run.key === key);

  /** Sends requests until told to stop. One that is not answered with 202 is sent again, as a provider does. */
  async function sendWebhooks(sender: number, isOver: () => boolean): Promise<void> {
    const { webhook_token, secret_key } = webhook;
    for (let n = 0; !isOver(); n += 1) {
      const body = JSON.stringify({ sender, n });
      const signature = createHmac('sha256', secret_key).update(body).digest('hex');
      const headers = { 'X-Webhook-Signature': signature, 'X-Webhook-Id': `${sender}-${n}` };
      const url = `${own.system.baseUrl}/webhooks/in/${webhook_token}`;
      const answer = await untilAccepted(() => fetch(url, { method: 'POST', body, headers }));
      accepted.push(answer.delivery_id);
      // So that nothing piles up, however slow the machine is.
      await until('the run of an accepted request', async () => hasRun(answer.delivery_id));
    }
  }

  /** Lets the schedule be due, again when it has run, until told to stop. */
  async function makeSchedulesDue(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const at = new Date().toISOString();
      await until('a schedule that is due', async () => {
        const moved = await query(
          own.system.databaseUrl,
          `update selfdb.function_schedules set next_run_at = $2 where function_id = $1 and coalesce(last_run_at, '-infinity') < $2
           returning function_id`,
          [webhook.function_id, at],
        ).catch(() => []);
        return moved.length > 0 || hasScheduleRun(at);
      });
      accepted.push(at);
      await until(`the run that was due at ${at}`, async () => hasScheduleRun(at));
    }
  }

  /** The time is told with another number of digits. */
  const hasScheduleRun = (at: string) => receiver.runs.some(({ key }) => Date.parse(key) === Date.parse(at));

  async function pidsOf(victim: string): Promise<number[]> {
    const environment = own.system.environment ?? {};
    if (victim !== 'runners') return [await pidOf(environment, victim)];
    const host = await pidOf(environment, 'runner');
    return (await familyOf(host)).filter((pid) => pid !== host);
  }

  /** Kills one of them and waits until a request that comes afterwards has been run. */
  async function killOne(victim: string): Promise<string> {
    for (const pid of await pidsOf(victim)) {
      signal(pid, 'SIGKILL');
      await until(`the end of ${victim}`, async () => !isAlive(pid));
    }
    const count = accepted.length;
    const ms = await until(`recovery from the death of ${victim}`, async () =>
      accepted.slice(count).some(hasRun),
    );
    return `${victim} back after ${ms} ms`;
  }

  it(`nothing that was accepted is lost or runs again unmarked in ${ROUNDS} rounds of kill -9 (seed ${SEED})`, async () => {
    const random = randomFrom(SEED);
    let isStopped = false;
    const isOver = () => isStopped;
    const working = Array.from({ length: SENDERS }, (_, sender) => sendWebhooks(sender, isOver));
    working.push(makeSchedulesDue(isOver));
    const rounds: string[] = [];
    try {
      await until('the first runs', async () => receiver.runs.length > SENDERS);
      for (let round = 0; round < ROUNDS; round += 1) {
        await pause(500 + random() * 1000);
        const at = round < VICTIMS.length ? round : Math.floor(random() * VICTIMS.length);
        rounds.push(await killOne(String(VICTIMS[at])));
      }
    } finally {
      isStopped = true;
      console.info(rounds.join('\n'));
      await Promise.all(working);
    }
    const statuses = async () => {
      const path = `/webhooks/${webhook.id}/deliveries`;
      const open = ['queued', 'executing', 'retry_pending', 'failed'].map(
        async (status) => (await own.boss.get<{ id: string }[]>(path, { status, limit: 1 })).body,
      );
      return (await Promise.all(open)).map((some) => some.length);
    };
    await expect.poll(statuses, { timeout: READY_MS }).toEqual([0, 0, 0, 0]);
    console.info(`${accepted.length} accepted, ${receiver.runs.length} runs`);
    const seen = new Set(receiver.runs.map(({ key }) => key));
    const isSeen = (key: string) => seen.has(key) || hasScheduleRun(key);
    expect(accepted.filter((key) => !isSeen(key))).toEqual([]);
    expect(await unexplainedRepeats(receiver.runs, own.boss, webhook.function_id)).toEqual([]);
  });
});

async function untilAccepted(send: () => Promise<Response>): Promise<{ delivery_id: string }> {
  let text: string | undefined;
  await until('an accepted request', async () => {
    const response = await send().catch(() => undefined);
    const body = await response?.text().catch(() => undefined);
    if (response?.status === 202) text = body;
    return text !== undefined;
  });
  return JSON.parse(String(text));
}
