import type { App } from '@selfdb/shared/http/context';
import type { ApiBindings } from '../bindings.ts';
import { mountGetHealth } from './get-health.ts';
import { mountGetRoot } from './get-root.ts';
import { mountGetSystemStatus } from './get-system-status.ts';

/** What answers without an API key. */
export function mountOpenSystem(app: App<ApiBindings>): void {
  mountGetRoot(app);
  mountGetHealth(app);
}

export function mountSystem(app: App<ApiBindings>): void {
  mountGetSystemStatus(app);
}
