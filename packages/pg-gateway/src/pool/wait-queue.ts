export interface Place<T> {
  readonly item: T;
  readonly sinceMs: number;
  next: Place<T> | undefined;
  previous: Place<T> | undefined;
  waiting: boolean;
}

/** A queue, first in, first out, that items can leave from the middle in constant time. */
export class WaitingLine<T> {
  #first: Place<T> | undefined;
  #last: Place<T> | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): Place<T> | undefined {
    return this.#first;
  }

  join(item: T, sinceMs: number): Place<T> {
    const place: Place<T> = { item, sinceMs, next: undefined, previous: this.#last, waiting: true };
    if (this.#last) this.#last.next = place;
    else this.#first = place;
    this.#last = place;
    this.#length += 1;
    return place;
  }

  /** Does nothing for a position that has been left already. */
  leave(place: Place<T>): void {
    if (!place.waiting) return;
    place.waiting = false;
    if (place.previous) place.previous.next = place.next;
    else this.#first = place.next;
    if (place.next) place.next.previous = place.previous;
    else this.#last = place.previous;
    this.#length -= 1;
  }

  shift(): T | undefined {
    const place = this.#first;
    if (!place) return undefined;
    this.leave(place);
    return place.item;
  }
}
