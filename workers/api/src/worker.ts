import { createApiApp } from './app.ts';
import type { ApiBindings } from './bindings.ts';

const app = createApiApp();

export default app;

/** The same for the dashboard's door, which serves the API under `/api`: no client reaches this entrypoint. */
export const dashboard = {
  fetch: (request: Request, env: ApiBindings, ctx: ExecutionContext) =>
    app.fetch(request, { ...env, PATH_PREFIX: '/api' }, ctx),
};
