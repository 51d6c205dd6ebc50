type Listener<Payload> = (payload: Payload) => void;

/** The functions that wait for events. An error in one does not reach the others. */
export class Listeners<Events extends object> {
  readonly #lists = new Map<keyof Events, Set<Listener<never>>>();

  add<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    const list = this.#lists.get(name) ?? new Set();
    this.#lists.set(name, list.add(listener));
  }

  /** Removes one listener, or all of an event. */
  remove<Name extends keyof Events>(name: Name, listener?: Listener<Events[Name]>): void {
    if (listener) this.#lists.get(name)?.delete(listener);
    else this.#lists.delete(name);
  }

  /** Calls the listeners of an event and returns how many there are. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): number {
    const list = [...(this.#lists.get(name) ?? [])] as Listener<Events[Name]>[];
    for (const listener of list) {
      try {
        listener(payload);
      } catch (error) {
        console.error(`A listener of ${String(name)} failed:`, error);
      }
    }
    return list.length;
  }
}
