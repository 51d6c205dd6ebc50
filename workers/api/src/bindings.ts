import type { Bindings } from '@selfdb/server/http/context';

/** The workers that the API forwards to. */
export interface ApiBindings extends Bindings<'api'> {
  AUTH: Fetcher;
  STORAGE: Fetcher;
  REALTIME: Fetcher;
  BACKUP: Fetcher;
  FUNCTIONS: Fetcher;
  /** Takes calls of functions. */
  FUNCTIONS_EDGE: Fetcher;
  /** Says which clients have closed their connections. Only on your own machine. */
  SUPERVISOR?: Fetcher;
}
