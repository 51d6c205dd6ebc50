import type { Api } from './api.ts';
import type { Instance } from './system/instance.ts';
import type { Timing } from './timing.ts';
import type { World } from './world.ts';

/** What every measurement gets. */
export interface Bench {
  instance: Instance;
  api: Api;
  world: World;
  timing: Timing;
  signal: AbortSignal;
  /** Tells how far the run is. */
  say(message: string): void;
}
