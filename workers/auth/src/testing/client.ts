import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createCall } from '@selfdb/server/testing/client';
import { countGatewayRequests } from '@selfdb/server/testing/gateway-requests';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as userSessionRoutes from '@selfdb/shared/user-sessions/routes';
import * as userRoutes from '@selfdb/shared/users/routes';
import { inject } from 'vitest';
import { createAuthApp } from '../app.ts';

const bindings = {
  ...SECRETS,
  DATABASE_URL: inject('databaseUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  MAX_BODY_BYTES: '100000',
  LOGIN_FAILURES_PER_ACCOUNT: '4',
  LOGIN_FAILURES_PER_ADDRESS: '6',
  LOG_LEVEL: 'error',
};

const app = createAuthApp();

/** Every call without an address gets a new one, so that no test slows another. */
let addresses = 0;

/** Calls the worker as the API worker does. */
export const call = createClient(bindings);

/** Calls the worker with the default limits. */
export const callWithDefaultLimits = createClient({
  ...bindings,
  LOGIN_FAILURES_PER_ACCOUNT: undefined,
  LOGIN_FAILURES_PER_ADDRESS: undefined,
});

/** Calls the worker with USERS_VISIBLE_TO=admins. */
export const callWithHiddenUsers = createClient({ ...bindings, USERS_VISIBLE_TO: 'admins' });

function createClient(env: Record<string, string | undefined>) {
  return createCall({
    fetch: (request) => app.fetch(request, env),
    routes: [userRoutes, userSessionRoutes],
    headers: async () => ({
      'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET),
      'X-SelfDB-Client-Address': `test-${process.pid}-${++addresses}`,
    }),
  });
}

/** The number of requests that `work` makes to the gateway, as the gateway counts them. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
