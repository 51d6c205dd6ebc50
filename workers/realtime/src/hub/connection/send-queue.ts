/** What all send queues share. */
export interface QueueMonitor {
  /** The limit of unread characters for one client; lower when all clients together leave much unread. */
  readonly limit: number;
  /** From this amount on it is worth asking what the client has received. */
  readonly noticeable: number;
  /** Called when a queue reaches `noticeable`. */
  notice(sendQueue: SendQueue): void;
}

export interface SendQueueSetup {
  monitor: QueueMonitor;
  /** The client's address and port, if the kernel can be asked about it. */
  peer: string | undefined;
  /** Passes a text to the runtime, which buffers what the client has not received. Never throws. */
  write(text: string): void;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * The send queue of one client, and the limit of what may be unread. The runtime does not report how much is
 * unread. If the kernel can be asked, only its answer counts. Otherwise heartbeats count: Phoenix clients send
 * one only after they have read the reply to the previous one, and so everything sent before it. A client
 * that sends heartbeats without reading cannot be told apart.
 */
export class SendQueue {
  readonly peer: string | undefined;
  /** The time of the last sign that the client reads. */
  lastReadAt: number;
  readonly #setup: SendQueueSetup;
  /** Characters passed to the runtime, and how many of them are known to be received. */
  #written = 0;
  #received = 0;
  #waiting: string[] = [];
  #waitingLength = 0;
  #heartbeatAt: number;
  #writtenAtHeartbeat = 0;
  #writtenAtHeartbeatBefore = 0;
  #unacknowledgedBytes = 0;

  constructor(setup: SendQueueSetup) {
    this.#setup = setup;
    this.peer = setup.peer;
    this.lastReadAt = setup.now;
    this.#heartbeatAt = setup.now;
  }

  /** Sends a text, or keeps it until there is room. Returns false if there is too much already. */
  push(text: string): boolean {
    const { monitor } = this.#setup;
    if (this.#isOverfull) return false;
    const wasNoticeable = this.isNoticeable;
    // A client can only be seen to have received everything after a pause.
    if (this.peer !== undefined && !this.hasRoom) {
      this.#waiting.push(text);
      this.#waitingLength += text.length;
    } else this.#write(text);
    if (!wasNoticeable && this.isNoticeable) monitor.notice(this);
    return true;
  }

  /** Whether twice the limit is unread. */
  get #isOverfull(): boolean {
    const { limit } = this.#setup.monitor;
    return this.peer === undefined ? this.unread > limit * 2 : this.#waitingLength > limit;
  }

  #write(text: string): void {
    this.#written += text.length;
    this.#setup.write(text);
  }

  /** Characters that the client may not have received. */
  get unread(): number {
    return this.#written - this.#received + this.#waitingLength;
  }

  /** Whether more should be sent. Senders that can wait do so until there is room. */
  get hasRoom(): boolean {
    return this.unread <= this.#setup.monitor.limit;
  }

  /** Whether it is worth asking what the client has received. */
  get isNoticeable(): boolean {
    return this.unread > this.#setup.monitor.noticeable;
  }

  /** Pass it back with the kernel's answer. */
  get written(): number {
    return this.#written;
  }

  /** Notes a heartbeat whose reply has been sent. */
  markHeartbeat(now: number): void {
    this.#heartbeatAt = now;
    this.#writtenAtHeartbeatBefore = this.#writtenAtHeartbeat;
    this.#writtenAtHeartbeat = this.#written;
    if (this.peer === undefined) this.trustHeartbeats();
  }

  /** Relies on heartbeats where the kernel cannot tell. */
  trustHeartbeats(): void {
    this.lastReadAt = Math.max(this.lastReadAt, this.#heartbeatAt);
    this.#markReceived(this.#writtenAtHeartbeatBefore);
  }

  /**
   * Notes that this many bytes of those characters, or of later ones, had not been received when the kernel was
   * asked.
   */
  markUnacknowledged(bytes: number, written: number, now: number): void {
    if (bytes !== this.#unacknowledgedBytes) this.lastReadAt = now;
    this.#unacknowledgedBytes = bytes;
    if (bytes === 0) this.#markReceived(written);
  }

  /** Stops sending, and drops what was kept. */
  close(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#received = this.#written;
  }

  #markReceived(written: number): void {
    this.#received = Math.max(this.#received, written);
    if (this.#waitingLength === 0 || this.#written - this.#received > this.#setup.monitor.limit) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    for (const text of waiting) this.#write(text);
  }
}
