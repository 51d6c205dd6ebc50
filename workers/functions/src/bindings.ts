import type { Bindings } from '@selfdb/server/http/context';

export interface FunctionsBindings extends Bindings<'functions'> {
  /** Runs functions. Absent under `wrangler dev`. */
  RUNNER?: Fetcher;
}
