import { DurableObject } from 'cloudflare:workers';
import { type Isolate, openIsolate } from '@selfdb/server/http/bindings';
import { describeError, flushLog } from '@selfdb/server/log';
import type { FunctionsBindings } from '../bindings.ts';
import { ChangeFollower } from '../database-triggers/change-follower.ts';
import { pollFeed } from '../database-triggers/feed-client.ts';
import { keepDays } from '../internal/reports/repository.ts';
import { outsideFetch } from '../outbound/outside-fetch.ts';
import { WebhookSender } from '../outbound/webhook-sender.ts';
import { askRunner, listExecutions } from '../runner/ask-runner.ts';
import { runSchedules } from '../schedules/service.ts';
import { JobRunner } from './job-runner.ts';

/** How soon the alarm wakes an object that the runtime has evicted. */
const ALARM_EVERY_MS = 10_000;
/** The longest time between two looks at the queue, should a wake-up be lost. */
const LOOK_EVERY_MS = 2000;
const RECONCILE_EVERY_MS = 2000;
/** Looking for schedules reads all functions, and each job that ends causes a turn. */
const SCHEDULES_EVERY_MS = 1000;
const CLEAN_EVERY_MS = 3_600_000;

/** The only object that takes jobs and deliveries from their queues, named `dispatcher`. Each request wakes it. */
export class Dispatcher extends DurableObject<FunctionsBindings> {
  readonly #isolate: Isolate<'functions'>;
  readonly #runner: JobRunner;
  readonly #changes: ChangeFollower;
  readonly #sender: WebhookSender;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTurning = false;
  #mustTurnAgain = false;
  #reconciledAt = 0;
  #schedulesAt = 0;
  #cleanedAt = 0;

  constructor(ctx: DurableObjectState, bindings: FunctionsBindings) {
    super(ctx, bindings);
    this.#isolate = openIsolate('functions', bindings, 'functions-dispatcher');
    const { env, db, log } = this.#isolate;
    this.#runner = new JobRunner({
      db,
      log,
      run: (invocation, request) => askRunner(bindings, env, invocation, request),
      listExecutions: () => listExecutions(bindings, env),
      ended: () => this.#wake(),
    });
    this.#changes = new ChangeFollower({
      db,
      log,
      poll: (question) => pollFeed(bindings, env.INTERNAL_SECRET, question),
      queued: () => this.#wake(),
    });
    this.#sender = new WebhookSender({
      db,
      log,
      secretKey: env.SECRET_KEY,
      allowedAddresses: env.FUNCTIONS_ALLOWED_ADDRESSES,
      fetch: outsideFetch(bindings, env.FUNCTIONS_ALLOWED_ADDRESSES),
      ended: () => this.#wake(),
    });
  }

  override async fetch(): Promise<Response> {
    if ((await this.ctx.storage.getAlarm()) === null)
      await this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
    this.#wake();
    return new Response(null, { status: 204 });
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.setAlarm(Date.now() + ALARM_EVERY_MS);
    this.#wake();
    flushLog();
  }

  #wake(): void {
    this.#changes.start();
    if (this.#isTurning) this.#mustTurnAgain = true;
    else void this.#turn();
  }

  async #turn(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isTurning = true;
    let waitMs = LOOK_EVERY_MS;
    do {
      this.#mustTurnAgain = false;
      try {
        waitMs = await this.#work();
      } catch (error) {
        this.#isolate.log('warn', 'dispatcher_failed', describeError(error));
        waitMs = LOOK_EVERY_MS;
      }
    } while (this.#mustTurnAgain);
    this.#isTurning = false;
    this.#timer = setTimeout(() => this.#wake(), waitMs);
  }

  /** Returns after how many milliseconds there may be more to do. */
  async #work(): Promise<number> {
    const now = Date.now();
    if (now - this.#reconciledAt >= RECONCILE_EVERY_MS) {
      this.#reconciledAt = now;
      await this.#runner.reconcile();
      await this.#sender.reconcile();
    }
    const scheduleMs = await this.#runSchedules(Date.now());
    const job = await this.#runner.turn();
    const send = await this.#sender.turn();
    this.#clean(now);
    return Math.min(scheduleMs, job * 1000, send * 1000, LOOK_EVERY_MS);
  }

  /** Returns after how many milliseconds a schedule may be due. */
  async #runSchedules(now: number): Promise<number> {
    const waitMs = this.#schedulesAt + SCHEDULES_EVERY_MS - now;
    if (waitMs > 0) return waitMs;
    this.#schedulesAt = now;
    const seconds = await runSchedules(this.#isolate.db, new Date(now));
    return Math.max(seconds * 1000, SCHEDULES_EVERY_MS);
  }

  #clean(now: number): void {
    if (now - this.#cleanedAt < CLEAN_EVERY_MS) return;
    this.#cleanedAt = now;
    const { env, db, log } = this.#isolate;
    keepDays(db, {
      days: env.FUNCTION_LOG_DAYS,
      maxBytes: env.FUNCTION_LOG_MAX_MB * 1_048_576,
      deliveryDays: env.WEBHOOK_DELIVERY_DAYS,
    }).catch((error: unknown) => log('error', 'function_days_failed', describeError(error)));
  }
}
