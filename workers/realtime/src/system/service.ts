import type { Principal } from '@selfdb/server/auth/principal';
import { requireAdmin } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { SettingsOf } from '@selfdb/settings';
import type { RealtimeStatus } from '@selfdb/shared/realtime/schema';
import type { RealtimeBindings } from '../bindings.ts';
import type { FeedStatus } from '../change.ts';
import { SLOT } from '../feed/replication/slot-decision.ts';
import { FeedClient } from '../feed/wire/client.ts';
import { selectCallerRole } from '../hub/authorization/repository.ts';
import { shardNames } from '../hub/shards.ts';
import { withTimeout } from '../with-timeout.ts';

const TIMEOUT_MS = 2000;

interface StatusRequest {
  db: Database;
  principal: Principal;
  env: Pick<SettingsOf<'realtime'>, 'REALTIME_SHARDS' | 'INTERNAL_SECRET'>;
  bindings: RealtimeBindings;
}

/** The state of the feed and of all Hubs. Throws unless the caller is an administrator. */
export async function readStatus({ db, principal, env, bindings }: StatusRequest): Promise<RealtimeStatus> {
  const [row] = await selectCallerRole(db, principal);
  requireAdmin(principal, row?.my_role);
  const [feed, ...hubs] = await Promise.all([
    readFeedStatus(new FeedClient(bindings, env.INTERNAL_SECRET)),
    ...shardNames(env.REALTIME_SHARDS).map((name) => bindings.HUB.getByName(name).status()),
  ]);
  const sum = (of: 'connections' | 'channels') => hubs.reduce((total, hub) => total + hub[of], 0);
  return { connections: sum('connections'), channels: sum('channels'), shards: hubs, feed };
}

/** The feed's status. If its process does not answer, a status that says so. */
async function readFeedStatus(client: FeedClient): Promise<FeedStatus> {
  try {
    return await withTimeout(client.status(), TIMEOUT_MS, 'the feed does not answer');
  } catch {
    return {
      state: 'failed',
      cursor: '',
      lag_bytes: null,
      slot: SLOT,
      log: { bytes: 0, oldest: null },
      skipped: 0,
      given_up: null,
      error: 'The change feed process does not respond.',
    };
  }
}
