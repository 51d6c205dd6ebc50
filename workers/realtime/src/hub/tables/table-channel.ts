import type { ChangeKind, Cursor } from '../../change.ts';
import type { RowFilter } from '../../matching/compile-filter.ts';
import {
  type Frame,
  type FrameForm,
  type FrameOf,
  frameOf,
  type Ref,
  refuse,
  reply,
} from '../connection/frame.ts';
import type { Channel, Socket } from '../connection/socket.ts';
import { isAfter, isLater } from '../subscription/position.ts';
import type { TableOptions } from './table-options.ts';

/** What waits for the decision whether it may be sent. A gap begins another history. */
interface Held {
  cursor: Cursor;
  text: string;
  isGap: boolean;
}

/** Makes the frames of each kind of change; undefined for a kind that the client did not ask for. */
export type ChangeFrames = Record<ChangeKind, FrameOf | undefined>;

export const TABLE_PREFIX = 'table:';
const MAX_HELD_CHARACTERS = 8 * 1024 * 1024;
const KINDS: readonly ChangeKind[] = ['INSERT', 'UPDATE', 'DELETE'];

export interface TableChannelSetup {
  socket: Socket;
  join: Frame;
  options: TableOptions;
  /** The channel has left, or its socket has ended. */
  onEnd(channel: TableChannel): void;
  /** The channel cannot take or hold what comes: it must catch up from its position. */
  onLag(channel: TableChannel): void;
  /** The client asks for a reply after everything before a cursor has been sent. */
  onSync(frame: Frame): void;
}

/**
 * A table's changes on one socket: sent at once, or held while the channel catches up or its rights are checked
 * again.
 */
export class TableChannel implements Channel {
  readonly socket: Socket;
  readonly form: FrameForm;
  readonly joinRef: Ref;
  readonly topic: string;
  readonly options: TableOptions;
  filter: RowFilter | undefined;
  isEnded = false;
  /** Set while the channel catches up. */
  catchingUp: Promise<void> | undefined;
  unanswered: Frame | undefined;
  /** Everything up to here has been sent or does not concern the channel. */
  from: Cursor = '';
  readonly #setup: TableChannelSetup;
  #held: Held[] | undefined;
  #heldCharacters = 0;
  #holders = 0;
  #hasOverflowed = false;
  #heldReplies: string[] = [];

  constructor(setup: TableChannelSetup) {
    const { socket, join, options } = setup;
    this.#setup = setup;
    this.socket = socket;
    this.form = join.form;
    this.joinRef = join.joinRef;
    this.topic = join.topic;
    this.unanswered = join;
    this.options = options;
  }

  get changeFrames(): ChangeFrames {
    return {
      INSERT: this.#framesOf('INSERT'),
      UPDATE: this.#framesOf('UPDATE'),
      DELETE: this.#framesOf('DELETE'),
    };
  }

  #framesOf(event: ChangeKind): FrameOf | undefined {
    const { events } = this.options;
    return !events || events.has(event) ? frameOf(this, event, { event }) : undefined;
  }

  /** Channels with the same key receive the same texts. */
  get audienceKey(): string {
    const { events, filterText } = this.options;
    const kinds = KINDS.filter((kind) => !events || events.has(kind)).join();
    return JSON.stringify([this.form, this.joinRef, this.topic, kinds, filterText]);
  }

  /**
   * Replies to the join, unless it has been answered. Everything up to the cursor has been sent, or was
   * reported as a gap.
   */
  accept(cursor: Cursor): void {
    this.socket.answer(this, (join) => reply(join, 'ok', { cursor }));
  }

  /** Takes what the feed delivers. */
  take(cursor: Cursor, text: string, isGap = false): void {
    if (this.isEnded) return;
    if (!this.#held && !isGap && !this.socket.hasRoom) this.#setup.onLag(this);
    if (this.#held) this.#hold({ cursor, text, isGap });
    else if (isAfter(cursor, this.from)) this.#send(cursor, text);
  }

  /** Sends at once, ahead of what is held. */
  #send(cursor: Cursor, text: string): void {
    this.from = cursor;
    this.socket.send(text);
  }

  /** Sends a stored change, older than what is held. */
  replay(cursor: Cursor, text: string): void {
    if (!this.isEnded) this.#send(cursor, text);
  }

  /** The frame of a gap: changes before the cursor cannot be sent. */
  gapText(reason: string, cursor: Cursor): string {
    const event = 'gap';
    const table = this.topic.slice(TABLE_PREFIX.length);
    return frameOf(this, event, { event, table })(JSON.stringify({ reason, cursor }));
  }

  /** Notes that nothing up to the cursor remains to be sent. */
  pass(cursor: Cursor): void {
    if (isLater(cursor, this.from)) this.from = cursor;
  }

  /** The same, unless the channel holds something. */
  settle(cursor: Cursor): void {
    if (!this.#held) this.pass(cursor);
  }

  /** Holds what comes after the cursor, until `release` was called as often. */
  hold(at: Cursor): void {
    if (!this.#held) this.pass(at);
    this.#holders += 1;
    this.#held ??= [];
  }

  /** Sends what was held, after the last `release`. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0 || !this.#held) return;
    if (this.#hasOverflowed) {
      this.#setup.onLag(this);
      return;
    }
    const held = this.#held;
    this.#held = undefined;
    this.#heldCharacters = 0;
    for (const { cursor, text, isGap } of held) this.take(cursor, text, isGap);
    for (const text of this.#heldReplies.splice(0)) this.sendInOrder(text);
  }

  /** Sends a text after everything that the channel has taken. */
  sendInOrder(text: string): void {
    if (this.isEnded) return;
    if (this.#held) this.#heldReplies.push(text);
    else this.socket.send(text);
  }

  /** Whether more came than the channel can hold, which it dropped. Resets the mark. */
  takeOverflow(): boolean {
    const hasOverflowed = this.#hasOverflowed;
    this.#hasOverflowed = false;
    return hasOverflowed;
  }

  #hold(item: Held): void {
    // The channel will catch up from an earlier position.
    if (this.#hasOverflowed) return;
    this.#heldCharacters += item.text.length;
    if (this.#heldCharacters > MAX_HELD_CHARACTERS) this.forgetHeld();
    else this.#held?.push(item);
  }

  /** Drops what it holds. The channel will catch up instead. */
  forgetHeld(): void {
    if (!this.#held) return;
    this.#hasOverflowed = true;
    this.#held = [];
    this.#heldCharacters = 0;
  }

  receive(frame: Frame): void {
    if (frame.event === 'sync') this.#setup.onSync(frame);
    else this.socket.send(refuse(frame, `A table has no event ${JSON.stringify(frame.event)}.`));
  }

  end(): void {
    this.isEnded = true;
    this.#held = undefined;
    this.#heldReplies = [];
    this.#setup.onEnd(this);
  }
}
