import { hashPassword, rehashPassword, verifyPassword } from '@selfdb/server/auth/password';
import { HashQueue } from '../hash-queue.ts';
import { sleep } from '../sleep.ts';

/** The last job of a full queue waits for about 30 s. */
const MAX_WAITING = 1000;
const MAX_WAITING_PER_CALLER = 500;
/** Longer than checking a hash of an earlier version takes (0.2 to 0.3 s), even on a small, busy server. */
export const PADDING_MS = 1000;

/** A hash of the usual cost that matches no password. Checking it makes an unknown e-mail address cost the same time. */
export const DUMMY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export const hashQueue = new HashQueue({
  maxWaiting: MAX_WAITING,
  maxWaitingPerCaller: MAX_WAITING_PER_CALLER,
});

interface Check {
  /** The network or user whose turn it is in the queue. */
  caller: string;
  password: string;
  /** The stored hash. Undefined if there is no account: the check then fails after the same work. */
  expected: string | undefined;
  /** Called just before the check. Its errors are thrown. */
  requireTurn: () => void;
  /** Called at once when the password is wrong. */
  onFailure: () => void;
  /** Whether to make all failures take equally long, so that they do not reveal the kind of hash. */
  padFailures: boolean;
}

interface Checked {
  matches: boolean;
  /** A new hash that should replace the checked one. */
  rehashed?: string | undefined;
  /** Await this before answering a failure. */
  padding: Promise<void>;
}

export function hash(caller: string, password: string): Promise<string> {
  return hashQueue.run(caller, () => hashPassword(password));
}

/** Checks a password when it is the caller's turn. Throws unavailable when too many jobs wait. */
export function check({
  caller,
  password,
  expected,
  requireTurn,
  onFailure,
  padFailures,
}: Check): Promise<Checked> {
  return hashQueue.run(caller, async () => {
    requireTurn();
    // Started before the work, because a worker's clock stands still while it computes.
    const padding = padFailures ? sleep(PADDING_MS) : Promise.resolve();
    const stored = expected ?? DUMMY_HASH;
    const matches = await verifyPassword(password, stored);
    if (!matches) onFailure();
    return { matches, rehashed: matches ? await rehashPassword(password, stored) : undefined, padding };
  });
}
