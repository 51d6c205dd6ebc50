import type { Batch, Cursor, FeedReader } from '../../change.ts';
import { writeBatch } from './packet.ts';
import { inPieces, TAKEN } from './pieces.ts';

/**
 * A Hub at the other end of a WebSocket, which confirms each batch. Only one batch is in flight: commits that
 * happen meanwhile form the next one, and several changes at once cost a socket little more than one.
 */
export class SocketReader implements FeedReader {
  readonly #socket: WebSocket;
  readonly #begun = Promise.withResolvers<void>();
  #taking: PromiseWithResolvers<void> | undefined;
  #ended: Error | undefined;

  /** Calls `ended` once, whichever side ends the connection. */
  constructor(socket: WebSocket, ended: () => void) {
    this.#socket = socket;
    const end = () => {
      if (this.#ended) return;
      this.#ended = new Error('the Hub is gone');
      this.#taking?.reject(this.#ended);
      ended();
    };
    socket.addEventListener('message', ({ data }) => {
      if (data === TAKEN) this.#taking?.resolve();
    });
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.accept();
  }

  /** Sends the start cursor, before everything else. */
  begin(cursor: Cursor): void {
    this.#send(cursor);
    this.#begun.resolve();
  }

  /** Resolves when the Hub has taken the batch. Throws if the Hub is gone. */
  async deliver(batch: Batch): Promise<void> {
    await this.#begun.promise;
    if (this.#ended) throw this.#ended;
    this.#taking = Promise.withResolvers();
    this.#send(writeBatch(batch));
    await this.#taking.promise;
  }

  #send(text: string): void {
    for (const piece of inPieces(text)) this.#socket.send(piece);
  }

  end(): void {
    this.#socket.close(1000);
  }
}
