import { anonymous, type Principal } from '@selfdb/server/auth/principal';
import { openAccessToken } from '@selfdb/server/auth/tokens';
import { createDatabase } from '@selfdb/server/db/database';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { inject } from 'vitest';
import { isUser, type RightsRow, selectRights } from '../authorization/repository.ts';
import { Connections, type ConnectionsSetup } from '../connection/connections.ts';
import type { PeerHubs } from '../rooms/peer-hubs.ts';
import type { SocketLimits } from '../socket-limits.ts';
import { MemoryFeed } from './memory-feed.ts';
import { TestClient } from './test-client.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const LIMITS: SocketLimits = {
  maxFrameBytes: 1000,
  maxJoins: 5,
  messagesPerSecond: 1000,
  maxBufferedBytes: 1_000_000,
  maxNumericDigits: 1000,
};
const ALONE: PeerHubs = { broadcast: () => {}, present: () => {} };

interface Options extends Partial<Pick<ConnectionsSetup, 'peers' | 'shard'>> {
  limits?: Partial<SocketLimits>;
}

/** Connections over a feed in memory, on the real database, with a clock that stands still. */
export function openConnections(options: Options = {}) {
  const { limits, peers = ALONE, shard = 'hub-0' } = options;
  const feed = new MemoryFeed();
  const clock = { now: Date.now() };
  const database = { isDown: false, statements: 0, around: (ask: () => Promise<RightsRow[]>) => ask() };
  const connections = new Connections({
    ...{ shard, feed, peers, limits: { ...LIMITS, ...limits } },
    ask: async (questions) => {
      database.statements += 1;
      if (database.isDown) throw new Error('secret host is down');
      return database.around(() => selectRights(db, questions));
    },
    isUser: (id) => isUser(db, id),
    openToken: (token) => openAccessToken(SECRETS.SECRET_KEY, token),
    changed: () => {},
    now: () => clock.now,
    report: () => {},
  });
  feed.connect((batch) => connections.deliver(batch));
  const connect = (principal: Principal = anonymous, expiresAt: number | null = null) =>
    new TestClient(connections, { principal, expiresAt });
  return { connections, feed, clock, database, connect };
}

/** A user as a principal. */
export function asPrincipal({ userId, sessionId }: { userId: string; sessionId: string }): Principal {
  return { kind: 'user', userId, sessionId };
}
