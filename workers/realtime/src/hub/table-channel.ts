import type { ChangeKind, Cursor } from '../change.ts';
import type { RowFilter } from '../matching/compile-filter.ts';
import { type Frame, type FrameForm, type FrameOf, frameOf, type Ref, refuse, reply } from './frame.ts';
import { isAfter, isLater } from './place.ts';
import type { Channel, Socket } from './socket.ts';
import type { TableOptions } from './table-options.ts';

/** What waits until it is known whether it may be sent. A gap begins another history. */
interface Held {
  cursor: Cursor;
  text: string;
  isGap: boolean;
}

/** What makes the frames of each kind of change; undefined of one that is not asked for. */
export type ChangeFrames = Record<ChangeKind, FrameOf | undefined>;

export const TABLE_PREFIX = 'table:';
const MAX_HELD_CHARACTERS = 8 * 1024 * 1024;
const KINDS: readonly ChangeKind[] = ['INSERT', 'UPDATE', 'DELETE'];

export interface TableChannelSetup {
  socket: Socket;
  join: Frame;
  options: TableOptions;
  /** It has left, or its socket has ended. */
  onEnd(channel: TableChannel): void;
  /** It can't take what comes now, or could not hold it: from where it is, it has to be caught up. */
  onLag(channel: TableChannel): void;
  /** Its client wants to be told when everything before a place has been sent. */
  onSync(frame: Frame): void;
}

/** A table's changes on one socket: sent at once, or held while it is caught up or its rights are looked at again. */
export class TableChannel implements Channel {
  readonly socket: Socket;
  readonly form: FrameForm;
  readonly joinRef: Ref;
  readonly topic: string;
  readonly options: TableOptions;
  filter: RowFilter | undefined;
  isEnded = false;
  /** Set while it is caught up. */
  catchingUp: Promise<void> | undefined;
  unanswered: Frame | undefined;
  /** What came up to here has been sent, or is none of its. */
  from: Cursor = '';
  readonly #setup: TableChannelSetup;
  #held: Held[] | undefined;
  #heldCharacters = 0;
  #holders = 0;
  #hasOverflowed = false;
  #told: string[] = [];

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

  /** Channels of the same key are sent the same texts. */
  get audienceKey(): string {
    const { events, filterText } = this.options;
    const kinds = KINDS.filter((kind) => !events || events.has(kind)).join();
    return JSON.stringify([this.form, this.joinRef, this.topic, kinds, filterText]);
  }

  /** Replies to the join, unless that has been done: what came up to the cursor has been sent, or is told as a gap. */
  accept(cursor: Cursor): void {
    this.socket.answer(this, (join) => reply(join, 'ok', { cursor }));
  }

  /** Takes what the feed has brought. */
  take(cursor: Cursor, text: string, isGap = false): void {
    if (this.isEnded) return;
    if (!this.#held && !isGap && !this.socket.hasRoom) this.#setup.onLag(this);
    if (this.#held) this.#hold({ cursor, text, isGap });
    else if (isAfter(cursor, this.from)) this.#send(cursor, text);
  }

  /** Sends at once, past what is held. */
  #send(cursor: Cursor, text: string): void {
    this.from = cursor;
    this.socket.send(text);
  }

  /** Sends what was kept and is older than what is held. */
  replay(cursor: Cursor, text: string): void {
    if (!this.isEnded) this.#send(cursor, text);
  }

  /** The text that tells that what was before the cursor can't be told. */
  gapText(reason: string, cursor: Cursor): string {
    const event = 'gap';
    const table = this.topic.slice(TABLE_PREFIX.length);
    return frameOf(this, event, { event, table })(JSON.stringify({ reason, cursor }));
  }

  /** Nothing up to the cursor is left to be sent. */
  pass(cursor: Cursor): void {
    if (isLater(cursor, this.from)) this.from = cursor;
  }

  /** The same, unless something is held. */
  settle(cursor: Cursor): void {
    if (!this.#held) this.pass(cursor);
  }

  /** Holds what comes behind the cursor, until as many have let go. */
  hold(at: Cursor): void {
    if (!this.#held) this.pass(at);
    this.#holders += 1;
    this.#held ??= [];
  }

  /** Sends what was held, once nobody holds any more. */
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
    for (const text of this.#told.splice(0)) this.tell(text);
  }

  /** Sends a text behind everything that it has taken. */
  tell(text: string): void {
    if (this.isEnded) return;
    if (this.#held) this.#told.push(text);
    else this.socket.send(text);
  }

  /** Whether more came than can be held, which was thrown away; it begins anew. */
  takeOverflow(): boolean {
    const hasOverflowed = this.#hasOverflowed;
    this.#hasOverflowed = false;
    return hasOverflowed;
  }

  #hold(item: Held): void {
    // It will be caught up from further back.
    if (this.#hasOverflowed) return;
    this.#heldCharacters += item.text.length;
    if (this.#heldCharacters > MAX_HELD_CHARACTERS) this.forgetHeld();
    else this.#held?.push(item);
  }

  /** Throws away what it holds: it will be caught up instead. */
  forgetHeld(): void {
    if (!this.#held) return;
    this.#hasOverflowed = true;
    this.#held = [];
    this.#heldCharacters = 0;
  }

  receive(frame: Frame): void {
    if (frame.event === 'sync') this.#setup.onSync(frame);
    else this.socket.send(refuse(frame, `There is no event ${JSON.stringify(frame.event)} for a table.`));
  }

  end(): void {
    this.isEnded = true;
    this.#held = undefined;
    this.#told = [];
    this.#setup.onEnd(this);
  }
}
