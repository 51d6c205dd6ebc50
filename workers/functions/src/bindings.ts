import type { Bindings } from '@selfdb/server/http/context';

export interface FunctionsBindings extends Bindings<'functions'> {
  /** Runs functions. Under `wrangler dev` it is at RUNNER_URL. */
  RUNNER?: Fetcher;
}
