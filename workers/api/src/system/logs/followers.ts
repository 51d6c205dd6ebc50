import { AppError } from '@selfdb/shared/errors';

const MAX_FOLLOWERS = 20;
/** A stream whose client has gone can end without running any more code, so it must say that it lives. */
const FORGOTTEN_AFTER_MS = 30_000;

const lastSeen = new Map<symbol, number>();

interface Follower {
  isAlive(): void;
  leave(): void;
}

/** Takes a place among those who follow the logs. Throws busy if there is none. */
export function joinFollowers(now = Date.now()): Follower {
  for (const [follower, seen] of lastSeen) {
    if (now - seen > FORGOTTEN_AFTER_MS) lastSeen.delete(follower);
  }
  if (lastSeen.size >= MAX_FOLLOWERS) {
    throw new AppError('busy', `${MAX_FOLLOWERS} others follow the logs already. Try again later.`, {
      retryAfterSeconds: 10,
    });
  }
  const follower = Symbol();
  lastSeen.set(follower, now);
  return {
    isAlive: () => void lastSeen.set(follower, Date.now()),
    leave: () => void lastSeen.delete(follower),
  };
}
