import { createApiApp } from './app.ts';
import type { ApiBindings } from './bindings.ts';

const app = createApiApp();

export default app;

/** The API under `/api`, for the admin worker, which serves :3000. Clients can't reach this entrypoint. */
export const dashboard = {
  fetch: (request: Request, env: ApiBindings, ctx: ExecutionContext) =>
    app.fetch(request, { ...env, PATH_PREFIX: '/api' }, ctx),
};
