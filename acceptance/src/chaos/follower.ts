import { type Change, ChannelClient } from '../channel-client.ts';
import { pause } from '../pause.ts';

/**
 * A client that follows a table whatever breaks: it connects again and joins with the cursor of what it has seen last.
 */
export class Follower {
  /** The numbers of the rows that came, in the order in which they came. */
  readonly seen: number[] = [];
  readonly gaps: unknown[] = [];
  readonly #token: string;
  readonly #topic: string;
  #client: ChannelClient | undefined;
  #since: string | undefined;
  #isOver = false;
  #running: Promise<void> | undefined;

  constructor(token: string, topic: string) {
    this.#token = token;
    this.#topic = topic;
  }

  /** Resolves when it has joined for the first time: from then on nothing may be missed. */
  async start(): Promise<void> {
    this.#running = this.#run();
    while (this.#since === undefined) await pause(20);
  }

  /** Breaks its connection. */
  cut(): void {
    void this.#client?.close();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.cut();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#follow().catch(() => undefined);
      await pause(50);
    }
  }

  async #follow(): Promise<void> {
    const client = await ChannelClient.open(this.#token);
    this.#client = client;
    let isLost = false;
    client.listen(({ topic, event, payload }) => {
      if (topic !== this.#topic || isLost) return;
      if (event === 'INSERT') this.#take(payload as unknown as Change);
      if (event === 'gap') this.gaps.push(payload);
      if (event === 'phx_error' || event === 'phx_close') {
        isLost = true;
        void client.close();
      }
    });
    const since = this.#since === undefined ? {} : { since: this.#since };
    const { status, response } = await client.join(this.#topic, since);
    if (status !== 'ok') return void (await client.close());
    // What comes behind a replay has a later cursor, so it is the last change that counts once there is one.
    this.#since ??= String(response.cursor);
    await client.closed;
  }

  #take(change: Change): void {
    this.seen.push(Number(change.new?.n));
    this.#since = change.cursor;
  }
}
