import { withTimeout } from '../../with-timeout.ts';
import type { QueueMonitor, SendQueue } from './send-queue.ts';

/** Bytes that clients have not acknowledged to the kernel, by address and port. A missing client is unknown. */
export type TcpSendQueues = Record<string, number>;
export type AskTcpSendQueues = (peers: string[]) => Promise<TcpSendQueues>;

const TICK_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** After each answer the next question waits this many times as long as the answer took. */
const REST_PER_WORK = 10;
const TIMEOUT_MS = 2000;
/** All clients together may leave as much unread as this many clients at the limit. */
const SHARES = 8;
/** The part of the limit that is noticeable. */
const NOTICEABLE_PART = 1 / 256;

/** Asks the supervisor. Throws if it cannot be reached or does not know. */
export async function askTcpSendQueues(supervisor: Fetcher, peers: string[]): Promise<TcpSendQueues> {
  const ask = async () => {
    const request = { method: 'POST', body: JSON.stringify(peers) };
    const response = await supervisor.fetch('http://supervisor/tcp-send-queues', request);
    if (!response.ok) throw new Error(`the supervisor answered ${response.status}`);
    return response.json<TcpSendQueues>();
  };
  return withTimeout(ask(), TIMEOUT_MS, 'the supervisor does not answer');
}

interface SendQueueMonitorSetup {
  /** The limit of unread characters for one client. */
  limit: number;
  ask: AskTcpSendQueues;
  now(): number;
}

/**
 * Monitors the send queues, so that unread data does not fill the memory: finds out what clients have received.
 */
export class SendQueueMonitor implements QueueMonitor {
  limit: number;
  readonly noticeable: number;
  readonly #setup: SendQueueMonitorSetup;
  readonly #noticed = new Set<SendQueue>();
  #isPolling = false;
  #hasNews = false;

  constructor(setup: SendQueueMonitorSetup) {
    this.#setup = setup;
    this.limit = setup.limit;
    this.noticeable = setup.limit * NOTICEABLE_PART;
  }

  notice(sendQueue: SendQueue): void {
    // A client that was sent little had no recent occasion to show that it reads.
    sendQueue.lastReadAt = this.#setup.now();
    if (sendQueue.peer === undefined) return;
    this.#noticed.add(sendQueue);
    this.#hasNews = true;
    if (!this.#isPolling) void this.#poll();
  }

  /** Polls while clients have unread data: more rarely while none of them reads, until another queue fills. */
  async #poll(): Promise<void> {
    this.#isPolling = true;
    let [waited, pause, rest] = [0, TICK_MS, 0];
    while (this.#noticed.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      waited += TICK_MS;
      if (waited < (this.#hasNews ? rest : pause)) continue;
      this.#hasNews = false;
      const began = this.#setup.now();
      const isMoving = await this.#check([...this.#noticed]);
      rest = (this.#setup.now() - began) * REST_PER_WORK;
      pause = Math.max(rest, isMoving ? TICK_MS : Math.min(pause * 2, LONGEST_PAUSE_MS));
      waited = 0;
    }
    this.#isPolling = false;
  }

  /** Returns whether one of the clients has received something. */
  async #check(sendQueues: SendQueue[]): Promise<boolean> {
    const { ask, now } = this.#setup;
    const asked = sendQueues.map((sendQueue) => ({
      sendQueue,
      peer: sendQueue.peer ?? '',
      written: sendQueue.written,
    }));
    const queues = await ask(asked.map(({ peer }) => peer)).catch((): TcpSendQueues => ({}));
    const at = now();
    for (const { sendQueue, peer, written } of asked) {
      const bytes = queues[peer];
      if (bytes === undefined) sendQueue.trustHeartbeats();
      else sendQueue.markUnacknowledged(bytes, written, at);
      if (!sendQueue.isNoticeable) this.#noticed.delete(sendQueue);
    }
    this.#share();
    return sendQueues.some(({ lastReadAt }) => lastReadAt === at);
  }

  /** Lowers the limit of each when all together leave too much unread. */
  #share(): void {
    const { limit } = this.#setup;
    let unread = 0;
    for (const sendQueue of this.#noticed) unread += sendQueue.unread;
    const isMuch = unread > limit * SHARES;
    this.limit = isMuch ? Math.max((limit * SHARES) / this.#noticed.size, this.noticeable) : limit;
  }
}
