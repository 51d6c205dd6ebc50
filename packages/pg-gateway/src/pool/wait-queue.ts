export interface QueueEntry<T> {
  readonly item: T;
  readonly sinceMs: number;
  next: QueueEntry<T> | undefined;
  previous: QueueEntry<T> | undefined;
  waiting: boolean;
}

/** A first-in, first-out queue. An entry can leave from anywhere in constant time. */
export class WaitQueue<T> {
  #first: QueueEntry<T> | undefined;
  #last: QueueEntry<T> | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): QueueEntry<T> | undefined {
    return this.#first;
  }

  join(item: T, sinceMs: number): QueueEntry<T> {
    const entry: QueueEntry<T> = { item, sinceMs, next: undefined, previous: this.#last, waiting: true };
    if (this.#last) this.#last.next = entry;
    else this.#first = entry;
    this.#last = entry;
    this.#length += 1;
    return entry;
  }

  /** Does nothing for an entry that has already left. */
  leave(entry: QueueEntry<T>): void {
    if (!entry.waiting) return;
    entry.waiting = false;
    if (entry.previous) entry.previous.next = entry.next;
    else this.#first = entry.next;
    if (entry.next) entry.next.previous = entry.previous;
    else this.#last = entry.previous;
    this.#length -= 1;
  }

  shift(): T | undefined {
    const entry = this.#first;
    if (!entry) return undefined;
    this.leave(entry);
    return entry.item;
  }
}
