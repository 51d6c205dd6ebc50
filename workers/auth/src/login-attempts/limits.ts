/**
 * What failures are counted for:
 * - `account_at_address`: one account from one address;
 * - `account`: one account from all addresses where its user has not logged in before;
 * - `address`: one address, for all accounts whose users have not logged in there before;
 * - `session`: one session that gives a wrong current password to change it.
 */
type SubjectKind = 'account_at_address' | 'account' | 'address' | 'session';

/** The counter of failures decays by one in this many seconds. */
export const DECAY_SECONDS: Record<SubjectKind, number> = {
  account_at_address: 60,
  account: 10,
  address: 1,
  session: 60,
};

/** The wait doubles from one second up to this maximum, so no account is locked out for long. */
const MAX_WAIT_SECONDS: Record<SubjectKind, number> = {
  account_at_address: 60,
  account: 8,
  address: 1,
  session: 60,
};

/** Failures from this many addresses together slow an account at addresses that its user has not used. */
export const ADDRESSES_PER_ACCOUNT = 5;

export interface Subject {
  kind: SubjectKind;
  /** Begins with the kind. */
  key: string;
  /** The number of failures after which it must wait. */
  maxFailures: number;
}

/** The counter in the database: the failures, and the seconds since the last one. */
export interface FailureCount {
  failures: number;
  secondsSince: number;
}

interface LimitCheck {
  /** 0 if an attempt is allowed now. */
  waitSeconds: number;
  /** How many attempts may fail before the next one must wait. At least 1. */
  remaining: number;
}

/** Half a failure below the limit counts as reaching it, because the counter decays between two failures. */
const TOLERANCE = 0.5;

/** Whether the subject may make an attempt now. */
export function checkLimit(
  { kind, maxFailures }: Subject,
  { failures, secondsSince }: FailureCount,
): LimitCheck {
  const left = Math.max(0, failures - secondsSince / DECAY_SECONDS[kind]);
  const remaining = Math.max(1, Math.ceil(maxFailures - TOLERANCE - left));
  if (failures < maxFailures - TOLERANCE) return { waitSeconds: 0, remaining };
  const wait = Math.min(2 ** Math.max(0, failures - maxFailures), MAX_WAIT_SECONDS[kind]);
  return { waitSeconds: Math.max(0, Math.ceil(wait - secondsSince)), remaining };
}
