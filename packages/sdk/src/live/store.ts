/** A state that changes, and the functions that are told. */
export class Store<State> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  /** The same object until something changes. */
  readonly getState = (): State => this.#state;

  /** Calls a function after every change. Gives a function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const added = () => listener();
    this.#listeners.add(added);
    return () => {
      this.#listeners.delete(added);
    };
  };

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
