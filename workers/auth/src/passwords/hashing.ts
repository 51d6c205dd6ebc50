import { hashPassword, rehashPassword, verifyPassword } from '@selfdb/shared/auth/password';
import { createHashQueue } from '../hash-queue.ts';
import { sleep } from '../sleep.ts';

/** The last one of a full queue waits for about 30 s. */
const MAX_WAITING = 1000;
const MAX_WAITING_PER_CALLER = 500;
/** Longer than a hash of an earlier version takes to check, 0.2 to 0.3 s, even on a small and busy server. */
export const EVEN_MS = 1000;

/** A hash of the usual cost that no password has; checked when an e-mail is not known, so that it costs the same. */
export const NOBODYS_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export const hashQueue = createHashQueue({
  maxWaiting: MAX_WAITING,
  maxWaitingPerCaller: MAX_WAITING_PER_CALLER,
});

export interface Check {
  /** Who takes turns with others: a network or a user. */
  caller: string;
  password: string;
  /** Undefined when there is no such account: the password is wrong, after the same work. */
  expected: string | undefined;
  /** Called when the turn has come; what it throws is thrown. */
  requireTurn: () => void;
  /** Called before anything else when the password is wrong. */
  onFailure: () => void;
  /** Whether a wrong password must not show what kind of hash the account has. */
  even: boolean;
}

export interface Checked {
  matches: boolean;
  /** The hash that should replace the one that was checked. */
  rehashed?: string | undefined;
  /** Resolves when a failure may be told. */
  tellable: Promise<void>;
}

export function hash(caller: string, password: string): Promise<string> {
  return hashQueue.run(caller, () => hashPassword(password));
}

/** Checks a password, after those that came before. Throws unavailable when too many wait. */
export function check({ caller, password, expected, requireTurn, onFailure, even }: Check): Promise<Checked> {
  return hashQueue.run(caller, async () => {
    requireTurn();
    // Begun before the work: a worker's clock stands still meanwhile.
    const tellable = even ? sleep(EVEN_MS) : Promise.resolve();
    const stored = expected ?? NOBODYS_HASH;
    const matches = await verifyPassword(password, stored);
    if (!matches) onFailure();
    return { matches, rehashed: matches ? await rehashPassword(password, stored) : undefined, tellable };
  });
}
