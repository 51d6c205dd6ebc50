import type { Tally } from './tally.ts';
import { WebSocketClient } from './web-socket.ts';
import type { Joining } from './wire.ts';

const numberMark = Buffer.from('"n":');
const letter = (text: string) => text.charCodeAt(0);
const [zero, nine, ofInsert, ofNull] = [letter('0'), letter('9'), letter('I'), letter('n')];
const joinRef = '"1"';
const heartbeat = '[null,"2","phoenix","heartbeat",{}]';

/**
 * One socket that speaks Phoenix Channels 2.0.0 and looks at no more of a frame than it must: changes are counted, and
 * where numbers are expected they have to come one after the other.
 */
export class Receiver {
  #tally: Tally;
  #socket: WebSocketClient | undefined;
  /** The number of the last change; undefined where changes have none. */
  #number: number | undefined;
  #isBeating = false;
  #isLeaving = false;
  /** Where frames of the topic name their event. */
  #eventAt = 0;
  #reply: PromiseWithResolvers<string> | undefined;
  readonly #closed = Promise.withResolvers<void>();

  private constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** Resolves when it is open. Throws when it is refused. */
  static async open(url: string, tally: Tally): Promise<Receiver> {
    const receiver = new Receiver(tally);
    receiver.#socket = await WebSocketClient.open(url, {
      take: (frame) => receiver.#take(frame),
      closed: (why) => receiver.#end(why),
    });
    return receiver;
  }

  /** Gives the cursor of the reply. */
  join({ topic, since }: Joining): Promise<string> {
    this.#eventAt = `[${joinRef},null,${JSON.stringify(topic)},"`.length;
    this.#reply = Promise.withResolvers();
    const payload = since === undefined ? {} : { since };
    this.#socket?.send(`[${joinRef},"1",${JSON.stringify(topic)},"phx_join",${JSON.stringify(payload)}]`);
    return this.#reply.promise;
  }

  /** The next change has the number 1. */
  expect(tally: Tally): void {
    this.#tally = tally;
    this.#number = 0;
  }

  /** As Phoenix' client does: not before the reply to the one before has been read. */
  beat(): void {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#socket?.send(heartbeat);
  }

  /** Resolves when it is closed. */
  close(): Promise<void> {
    this.#isLeaving = true;
    this.#socket?.close();
    return this.#closed.promise;
  }

  #take(frame: Buffer): void {
    if (frame[this.#eventAt] === ofInsert) this.#count(frame);
    else if (frame[1] === ofNull) this.#isBeating = false;
    else this.#takeOther(frame.toString());
  }

  #count(frame: Buffer): void {
    if (this.#number === undefined) this.#tally.countOne();
    else this.#countNumbered(frame, this.#number + 1);
  }

  #countNumbered(frame: Buffer, expected: number): void {
    const number = numberIn(frame);
    if (number !== expected) this.#tally.addFault('a change arrived twice, out of order or not at all');
    this.#number = number;
    this.#tally.count(number, frame);
  }

  #takeOther(text: string): void {
    const [, , , event, payload] = JSON.parse(text);
    if (event === 'phx_reply' && payload.status === 'ok') this.#reply?.resolve(payload.response.cursor);
    else this.#lose(`a socket was told: ${text}`);
  }

  #end(why: string): void {
    if (!this.#isLeaving) this.#lose(`a socket was closed: ${why}`);
    this.#closed.resolve();
  }

  #lose(fault: string): void {
    this.#reply?.reject(new Error(fault));
    this.#tally.addFault(fault);
  }
}

function numberIn(frame: Buffer): number {
  let number = 0;
  for (let at = frame.indexOf(numberMark) + numberMark.length; ; at += 1) {
    const digit = frame[at] ?? 0;
    if (digit < zero || digit > nine) return number;
    number = number * 10 + digit - zero;
  }
}
