import type { Database } from '@selfdb/server/db/database';
import { describeError, type Log } from '@selfdb/server/log';
import { post } from './post.ts';
import {
  type ClaimedSend,
  claimSends,
  nextSend,
  releaseLostSends,
  type SendOutcome,
  settleSend,
} from './repository.ts';
import { signedHeaders } from './sign.ts';
import { faultOfTarget } from './target-url.ts';

const MAX_SENDING = 100;
/** Of bodies, which are in memory, or one that is larger. */
const MAX_SENDING_BYTES = 8_388_608;

export interface WebhookSenderOptions {
  db: Database;
  log: Log;
  secretKey: string;
  /** FUNCTIONS_ALLOWED_ADDRESSES. */
  allowedAddresses: string;
  /** Reaches what outbound webhooks may reach. */
  fetch: typeof fetch;
  /** An attempt has ended, so there may be room for others. */
  ended(): void;
}

/** Sends the deliveries of outbound webhooks that are due, and stores how that went. */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #sending = new Set<string>();
  #sendingBytes = 0;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /** Starts what is due and fits. Returns in how many seconds there may be more. */
  async turn(): Promise<number> {
    const room = MAX_SENDING - this.#sending.size;
    const bytes = MAX_SENDING_BYTES - this.#sendingBytes;
    if (room <= 0 || bytes <= 0) return Number.POSITIVE_INFINITY;
    const [claimed, [next]] = await this.#options.db.batch([claimSends(room, bytes), nextSend]);
    for (const { send } of claimed) void this.#send(send);
    return Math.max(next?.seconds ?? Number.POSITIVE_INFINITY, 0);
  }

  /** Gives back what an ended process, or a lost connection to the database, left unsettled. */
  async reconcile(): Promise<void> {
    const { db, log } = this.#options;
    const released = await releaseLostSends(db, [...this.#sending]);
    if (released > 0) log('warn', 'sends_released', { sends: released });
  }

  async #send(send: ClaimedSend): Promise<void> {
    const { db, log, ended } = this.#options;
    const body = new Uint8Array(Buffer.from(send.body_base64, 'base64'));
    this.#sending.add(send.delivery_id);
    this.#sendingBytes += body.byteLength;
    try {
      await settleSend(db, send.delivery_id, await this.#attempt(send, body));
    } catch (error) {
      log('warn', 'send_not_settled', describeError(error));
    }
    this.#sending.delete(send.delivery_id);
    this.#sendingBytes -= body.byteLength;
    ended();
  }

  async #attempt(send: ClaimedSend, body: Uint8Array<ArrayBuffer>): Promise<SendOutcome> {
    const { secretKey, allowedAddresses } = this.#options;
    const signed = await signedHeaders(secretKey, send, body, Date.now());
    if (!signed) return notSent('SECRET_KEY has changed since the secret of the webhook was set. Rotate it.');
    const fault = faultOfTarget(send.target_url, allowedAddresses);
    if (fault !== undefined) return notSent(`target_url ${fault}.`);
    const headers = { ...signed, 'Content-Type': 'application/json', 'User-Agent': 'SelfDB-Webhooks' };
    return post(this.#options.fetch, send.target_url, headers, body);
  }
}

function notSent(error: string): SendOutcome {
  return { status: undefined, answer: null, error, isGone: false, durationMs: 0 };
}
