import { onCleanup } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { LiveRowsState } from './live-rows.ts';

/** A store that changes only where rows have changed. */
export function createRowStore<Row extends object>(first: LiveRowsState<Row>, key: string) {
  const [store, setStore] = createStore<LiveRowsState<Row>>({ ...first, rows: [] });
  let shown = new Map<unknown, Row>();
  const keyOf = (row: Row): unknown => Reflect.get(row, key);
  const show = ({ rows, ...others }: LiveRowsState<Row>) => {
    const kept = new Map(unwrap(store).rows.map((row) => [keyOf(row), row]));
    // The store changes its objects, so it gets its own.
    const own = rows.map(
      (row) => (shown.get(keyOf(row)) === row && kept.get(keyOf(row))) || structuredClone(row),
    );
    shown = new Map(rows.map((row) => [keyOf(row), row]));
    setStore(reconcile({ ...others, rows: own }, { key }));
  };
  return [store, show] as const;
}

/** A reactive state together with functions. */
export function withActions<State extends object, Actions extends object>(state: State, actions: Actions) {
  return new Proxy(actions, {
    get: (_, name) => Reflect.get(name in actions ? actions : state, name),
    has: (_, name) => name in actions || name in state,
  }) as State & Actions;
}

/** The state of something that can be subscribed to, as a reactive object. */
export function fromState<State extends object>(source: {
  getState: () => State;
  subscribe: (listener: () => void) => () => void;
}): State {
  const [state, setState] = createStore<State>({ ...source.getState() });
  const show = () => setState(reconcile({ ...source.getState() }));
  onCleanup(source.subscribe(show));
  show();
  return state;
}
