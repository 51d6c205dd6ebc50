import type { SettingsOf } from '@selfdb/settings';
import { ADDRESSES_PER_ACCOUNT, type Subject } from './limits.ts';

type Limits = Pick<SettingsOf<'auth'>, 'LOGIN_FAILURES_PER_ACCOUNT' | 'LOGIN_FAILURES_PER_ADDRESS'>;

export interface LoginSubjects {
  accountAtAddress: Subject;
  /** In the order in which their rows must be locked. */
  all: Subject[];
}

const MAX_EMAIL_LENGTH = 254;

/** The subjects of a login. At an address where the user has logged in before, only `accountAtAddress` applies. */
export function loginSubjects(env: Limits, email: string, network: string): LoginSubjects {
  const account = foldEmail(email);
  const perAccount = env.LOGIN_FAILURES_PER_ACCOUNT;
  const accountAtAddress: Subject = {
    kind: 'account_at_address',
    key: `account_at_address:${network} ${account}`,
    maxFailures: perAccount,
  };
  const all: Subject[] = [
    { kind: 'address', key: `address:${network}`, maxFailures: env.LOGIN_FAILURES_PER_ADDRESS },
    { kind: 'account', key: `account:${account}`, maxFailures: perAccount * ADDRESSES_PER_ACCOUNT },
    accountAtAddress,
  ];
  return { accountAtAddress, all };
}

/** The subject of a password change. Not the account, because a stolen session must not slow its owner's logins. */
export function sessionSubject(env: Limits, sessionId: string): Subject {
  return { kind: 'session', key: `session:${sessionId}`, maxFailures: env.LOGIN_FAILURES_PER_ACCOUNT };
}

/**
 * Merges all spellings that Postgres' `lower` merges in any locale (some turn `İ` into `i`), so that a different spelling
 * of an e-mail address allows no additional guesses.
 */
function foldEmail(email: string): string {
  const folded = email.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return Array.from(folded).slice(0, MAX_EMAIL_LENGTH).join('');
}
