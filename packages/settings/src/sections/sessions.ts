import { wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const sessions = section({
  ACCESS_TOKEN_TTL_SECONDS: {
    kind: wholeNumber(1),
    default: 3600,
    readers: ['auth', 'api'],
    about: 'How long an access token is valid (seconds).',
  },
  REFRESH_TOKEN_TTL_SECONDS: {
    kind: wholeNumber(1),
    default: 2_592_000,
    readers: ['auth', 'admin', 'api'],
    about: 'How long a refresh token is valid (seconds).',
  },
  LOGIN_FAILURES_PER_ACCOUNT: {
    kind: wholeNumber(1),
    default: 10,
    readers: ['auth', 'api'],
    about: 'After so many failed logins, further logins to an account from one address are slowed.',
  },
  LOGIN_FAILURES_PER_ADDRESS: {
    kind: wholeNumber(1),
    default: 100,
    readers: ['auth', 'api'],
    about: 'After so many, further logins from one address to accounts that are new there are slowed.',
  },
});
