import type { Api } from './api.ts';
import type { Instance } from './system/instance.ts';
import type { Timing } from './timing.ts';
import type { World } from './world.ts';

/** The context of every measurement. */
export interface Bench {
  instance: Instance;
  api: Api;
  world: World;
  timing: Timing;
  signal: AbortSignal;
  /** Reports progress. */
  say(message: string): void;
}
