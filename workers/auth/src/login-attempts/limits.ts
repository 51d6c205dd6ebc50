/**
 * The subjects whose failures are counted:
 * - `account_at_address`: one account from one address;
 * - `account`: one account from all addresses where its user has not logged in before;
 * - `address`: one address for all accounts whose users have not logged in there before;
 * - `session`: wrong current passwords when a session changes its password.
 */
type SubjectKind = 'account_at_address' | 'account' | 'address' | 'session';

/** The seconds after which one failure is forgiven. */
export const FORGIVES_SECONDS: Record<SubjectKind, number> = {
  account_at_address: 60,
  account: 10,
  address: 1,
  session: 60,
};

/** The wait doubles from one second up to this maximum, so no account is ever locked. */
const LONGEST_WAIT_SECONDS: Record<SubjectKind, number> = {
  account_at_address: 60,
  account: 8,
  address: 1,
  session: 60,
};

/** So many addresses must fail together to slow an account at addresses that its user has not used. */
export const ADDRESSES_PER_ACCOUNT = 5;

export interface Subject {
  kind: SubjectKind;
  /** Begins with the kind. */
  key: string;
  /** The number of failures after which it must wait. */
  maxFailures: number;
}

/** The counter in the database: the failures, and the seconds since the last one. */
export interface Counted {
  failures: number;
  secondsSince: number;
}

interface Verdict {
  /** 0 if an attempt is allowed now. */
  waitSeconds: number;
  /** How many attempts may fail before the next one must wait; at least one. */
  remaining: number;
}

/** Half a failure below the limit counts as the limit, because the counter decays between two failures. */
const HALF = 0.5;

/** Whether the subject may make an attempt now. */
export function judge({ kind, maxFailures }: Subject, { failures, secondsSince }: Counted): Verdict {
  const left = Math.max(0, failures - secondsSince / FORGIVES_SECONDS[kind]);
  const remaining = Math.max(1, Math.ceil(maxFailures - HALF - left));
  if (failures < maxFailures - HALF) return { waitSeconds: 0, remaining };
  const wait = Math.min(2 ** Math.max(0, failures - maxFailures), LONGEST_WAIT_SECONDS[kind]);
  return { waitSeconds: Math.max(0, Math.ceil(wait - secondsSince)), remaining };
}
