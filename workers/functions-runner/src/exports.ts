import type { Loaded } from './bindings.ts';
import type { Egress } from './egress.ts';
import type { Selfdb } from './selfdb.ts';
import type { Tail } from './tail.ts';

/** The entrypoints of this worker, as bindings. */
export interface Exports {
  Selfdb(options: { props: { execution: string } }): Service<Selfdb>;
  Egress(options: { props: Pick<Loaded, 'network' | 'opened'> }): Service<Egress>;
  Tail(options: { props: object }): Service<Tail>;
}
