/** What outboxes have in common. */
export interface Post {
  /** What may lie unread of one, in characters: less when much does of all. */
  readonly limit: number;
  /** From here on it is worth finding out what has been taken. */
  readonly noticeable: number;
  /** So much is out of one now. */
  notice(outbox: Outbox): void;
}

export interface OutboxSetup {
  post: Post;
  /** The client's address and port, if the kernel can be asked what it has taken. */
  peer: string | undefined;
  /** Hands a text over to the runtime, which keeps all that the client has not taken yet. Never throws. */
  write(text: string): void;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * What goes out to one client, and how much of it may lie unread. The runtime does not tell. Where the kernel can be asked,
 * that alone counts. Elsewhere heartbeats do: clients of Phoenix send one only after they have read the reply to the one
 * before, and with it all that was sent until then; a client that sends them blindly is believed there.
 */
export class Outbox {
  readonly peer: string | undefined;
  /** When there was last a sign that the client reads. */
  signAt: number;
  readonly #setup: OutboxSetup;
  /** Characters handed over, and how many of them are known to be taken. */
  #written = 0;
  #taken = 0;
  #waiting: string[] = [];
  #waitingLength = 0;
  #beatAt: number;
  #atBeat = 0;
  #atBeatBefore = 0;
  #unsentBytes = 0;

  constructor(setup: OutboxSetup) {
    this.#setup = setup;
    this.peer = setup.peer;
    this.signAt = setup.now;
    this.#beatAt = setup.now;
  }

  /** Sends a text, or keeps it until there is room. False when there is too much already. */
  push(text: string): boolean {
    const { post } = this.#setup;
    if (this.#isOverfull) return false;
    const wasNoticeable = this.isNoticeable;
    // Only who is left alone for a moment can be seen to have taken everything.
    if (this.peer !== undefined && !this.hasRoom) {
      this.#waiting.push(text);
      this.#waitingLength += text.length;
    } else this.#write(text);
    if (!wasNoticeable && this.isNoticeable) post.notice(this);
    return true;
  }

  /** Whether as much again lies unread as may. */
  get #isOverfull(): boolean {
    const { limit } = this.#setup.post;
    return this.peer === undefined ? this.unread > limit * 2 : this.#waitingLength > limit;
  }

  #write(text: string): void {
    this.#written += text.length;
    this.#setup.write(text);
  }

  /** Characters that the client may not have taken. */
  get unread(): number {
    return this.#written - this.#taken + this.#waitingLength;
  }

  /** Whether more should be sent: whoever can wait does so until there is. */
  get hasRoom(): boolean {
    return this.unread <= this.#setup.post.limit;
  }

  /** Whether it is worth finding out what has been taken. */
  get isNoticeable(): boolean {
    return this.unread > this.#setup.post.noticeable;
  }

  /** To be given back with what the kernel says of it. */
  get written(): number {
    return this.#written;
  }

  /** A heartbeat came, and its reply has been sent. */
  markHeartbeat(now: number): void {
    this.#beatAt = now;
    this.#atBeatBefore = this.#atBeat;
    this.#atBeat = this.#written;
    if (this.peer === undefined) this.believe();
  }

  /** Goes by the heartbeats, for want of better. */
  believe(): void {
    this.signAt = Math.max(this.signAt, this.#beatAt);
    this.#markTaken(this.#atBeatBefore);
  }

  /** So many bytes of those characters, or of later ones, had not been taken when the kernel was asked. */
  markUnsent(bytes: number, written: number, now: number): void {
    if (bytes !== this.#unsentBytes) this.signAt = now;
    this.#unsentBytes = bytes;
    if (bytes === 0) this.#markTaken(written);
  }

  /** Nothing more goes out, and what was kept never does. */
  close(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#taken = this.#written;
  }

  #markTaken(written: number): void {
    this.#taken = Math.max(this.#taken, written);
    if (this.#waitingLength === 0 || this.#written - this.#taken > this.#setup.post.limit) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    for (const text of waiting) this.#write(text);
  }
}
