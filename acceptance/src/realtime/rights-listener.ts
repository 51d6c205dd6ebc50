import { ChannelClient, type Door, type Frame } from '../clients/channel-client.ts';
import { pause } from '../pause.ts';
import type { Reader, Stay } from './rights-write-log.ts';

const AGAIN_AFTER_MS = 5;

/** A client that wants to listen, whatever it is told: it joins again when it is refused or shut out. */
export class RightsListener {
  readonly reader: Reader;
  readonly stays: Stay[] = [];
  readonly reasons = new Set<unknown>();
  /** Rows for a channel that it no longer has, or does not have yet. */
  strays = 0;
  readonly #topic: string;
  readonly #token: string | undefined;
  readonly #at: Door;
  #client: ChannelClient | undefined;
  #ref = '';
  #stay: Stay | undefined;
  #isOver = false;
  #running: Promise<void> | undefined;

  constructor(reader: Reader, topic: string, token: string | undefined, at: Door) {
    this.reader = reader;
    this.#topic = topic;
    this.#token = token;
    this.#at = at;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#client?.close();
    await this.#running;
  }

  /** The cursor of the last row of a stay that has not ended. */
  get latest(): string | undefined {
    return this.#stay?.cursors.at(-1);
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const client = await ChannelClient.open(this.#token, {}, this.#at).catch(() => undefined);
      if (!client) await pause(AGAIN_AFTER_MS);
      else await this.#listen(client);
    }
  }

  async #listen(client: ChannelClient): Promise<void> {
    this.#client = client;
    client.listen((frame) => this.#take(frame));
    this.#join();
    await client.closed;
    if (!this.#isOver) this.#end('doubt');
    this.#client = undefined;
  }

  #join(): void {
    if (!this.#isOver && this.#client) this.#ref = this.#client.send(this.#topic, 'phx_join');
  }

  #take({ joinRef, event, payload }: Frame): void {
    const isMine = joinRef === this.#ref;
    if (event === 'INSERT') this.#takeRow(isMine, String(payload.cursor));
    else if (!isMine) return;
    else if (event === 'phx_reply') this.#takeReply(payload);
    else if (event === 'phx_close' || event === 'phx_error') {
      this.reasons.add(payload.reason);
      this.#end(event === 'phx_close' ? 'lost' : 'doubt');
      setTimeout(() => this.#join(), AGAIN_AFTER_MS);
    }
  }

  #takeRow(isMine: boolean, cursor: string): void {
    if (isMine && this.#stay) this.#stay.cursors.push(cursor);
    else this.strays += 1;
  }

  #takeReply({ status, response }: Record<string, unknown>): void {
    if (status === 'ok') {
      this.#stay = { from: String(Object(response).cursor), cursors: [], end: 'open' };
      this.stays.push(this.#stay);
      return;
    }
    this.reasons.add(Object(response).reason);
    setTimeout(() => this.#join(), AGAIN_AFTER_MS);
  }

  #end(how: Stay['end']): void {
    if (this.#stay) this.#stay.end = how;
    this.#stay = undefined;
  }
}
