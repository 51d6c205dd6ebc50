import type { StoredState } from '../host/stored-state.ts';

/** A state that is kept as text, like a file's, so that nobody shares an object with it. */
export function memoryState(): StoredState {
  let text = 'null';
  return {
    read: () => JSON.parse(text),
    write(value) {
      text = JSON.stringify(value);
    },
  };
}
