import type { Bindings } from '@selfdb/server/http/context';

export interface FunctionsBindings extends Bindings<'functions'> {
  /** Runs functions. Under `wrangler dev` it is at RUNNER_URL. */
  RUNNER?: Fetcher;
  /** Takes jobs from the queue; in the functions process. */
  DISPATCHER?: { getByName(name: string): Pick<Fetcher, 'fetch'> };
  /** The worker that runs the change feed; in the functions process. */
  FEED_SERVICE?: Fetcher;
  /** For outbound webhooks: the addresses of the internet, without those of the machine and its networks; and any address. */
  PUBLIC?: Fetcher;
  OPENED?: Fetcher;
  /** The functions process, for the edge. */
  FUNCTIONS?: Fetcher;
}
