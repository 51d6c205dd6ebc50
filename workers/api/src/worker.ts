import { createApiApp } from './app.ts';
import type { ApiBindings } from './bindings.ts';
import { measure } from './system/metrics/measure.ts';

const app = createApiApp();

export default {
  fetch: (request: Request, env: ApiBindings, ctx: ExecutionContext) =>
    measure(request, app.fetch(request, env, ctx)),
};

/** The API under `/api`, for the admin worker, which serves :3000. Clients can't reach this entrypoint. */
export const dashboard = {
  fetch: (request: Request, env: ApiBindings, ctx: ExecutionContext) =>
    measure(request, app.fetch(request, { ...env, PATH_PREFIX: '/api' }, ctx)),
};
