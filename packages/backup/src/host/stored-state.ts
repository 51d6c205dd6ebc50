import type { z } from 'zod';

/** A value that outlives this process: a file, or an entry of a Durable Object's storage. */
export interface StoredState {
  /** Undefined if there is none, or nothing that can be read. */
  read(): unknown;
  /** Replaces it as a whole. */
  write(value: unknown): void;
}

/** What is stored, if it is what it should be. */
export function readState<T extends z.ZodType>(state: StoredState, schema: T): z.output<T> | undefined {
  return schema.safeParse(state.read()).data;
}
