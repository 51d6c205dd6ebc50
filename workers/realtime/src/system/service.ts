import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAdmin } from '@selfdb/shared/db/authority';
import type { Database } from '@selfdb/shared/db/database';
import type { RealtimeStatus } from '@selfdb/shared/schemas/realtime';
import type { RealtimeBindings } from '../bindings.ts';
import { feedStub } from '../feed/stub.ts';
import { shardName } from '../hub/mesh.ts';
import { selectRole } from '../hub/repository.ts';

interface Asked {
  db: Database;
  principal: Principal;
  shards: number;
  bindings: RealtimeBindings;
}

/** The state of all. Throws unless an administrator asks. */
export async function readStatus({ db, principal, shards, bindings }: Asked): Promise<RealtimeStatus> {
  const [row] = await selectRole(db, principal);
  requireAdmin(principal, row?.my_role);
  const names = Array.from({ length: shards }, (_, shard) => shardName(shard));
  const [feed, ...hubs] = await Promise.all([
    feedStub(bindings).status(),
    ...names.map((name) => bindings.HUB.getByName(name).status()),
  ]);
  const sum = (of: 'connections' | 'channels') => hubs.reduce((total, hub) => total + hub[of], 0);
  return { connections: sum('connections'), channels: sum('channels'), shards: hubs, feed };
}
