import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createCall } from '@selfdb/server/testing/client';
import { countGatewayRequests } from '@selfdb/server/testing/gateway-requests';
import { SECRETS } from '@selfdb/server/testing/secrets';
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

/** Every call comes from an address of its own unless it names one, so that no test slows another. */
let addresses = 0;

/** Calls the worker as the public door does. */
export const call = createClient(bindings);

/** The same with the limits that an installation has unless it sets others. */
export const callWithDefaultLimits = createClient({
  ...bindings,
  LOGIN_FAILURES_PER_ACCOUNT: undefined,
  LOGIN_FAILURES_PER_ADDRESS: undefined,
});

/** The same where only administrators see other users. */
export const callWithHiddenUsers = createClient({ ...bindings, USERS_VISIBLE_TO: 'admins' });

function createClient(env: Record<string, string | undefined>) {
  return createCall({
    fetch: (request) => app.fetch(request, env),
    routes: [userRoutes],
    headers: async () => ({
      'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET),
      'X-SelfDB-Client-Address': `test-${process.pid}-${++addresses}`,
    }),
  });
}

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
