import type { Bindings } from '@selfdb/shared/http/context';

/** The workers behind the public door. */
export interface ApiBindings extends Bindings<'api'> {
  AUTH: Fetcher;
  STORAGE: Fetcher;
  REALTIME: Fetcher;
}
