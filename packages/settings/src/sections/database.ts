import { postgresUrl, wholeNumber } from '../kinds.ts';
import { section, workers } from '../setting.ts';

export const database = section({
  DATABASE_URL: {
    kind: postgresUrl,
    readers: ['gateway', ...workers, 'backup-runner'],
    isSecret: true,
    isFilledIn: true,
    about:
      'Your own Postgres, 15 or newer, instead of the embedded one: postgres://user:password@host:5432/database',
  },
  DATABASE_SQL_URL: {
    kind: postgresUrl,
    readers: ['gateway', 'api'],
    isSecret: true,
    about:
      "The same database as a second role, which owns your users' tables and runs SQL. Empty: the role `<database>_sql`, which is created at start. Set it when the role of DATABASE_URL can't create roles (docs/sql-role.md).",
  },
  PG_POOL_SIZE: {
    kind: wholeNumber(2, 1000),
    default: 20,
    readers: ['gateway', 'api'],
    about: 'How many connections the gateway keeps to Postgres.',
  },
  PG_SYSTEM_POOL_SIZE: {
    kind: wholeNumber(1, 1000),
    default: 6,
    readers: ['gateway'],
    about: "How many of those are for the system's own statements.",
  },
  PG_QUEUE_SIZE: {
    kind: wholeNumber(1),
    default: 10_000,
    readers: ['gateway'],
    about: 'How many requests may wait for a connection. Further ones get a 503.',
  },
  PG_QUEUE_STALL_MS: {
    kind: wholeNumber(1),
    default: 700,
    readers: ['gateway'],
    about: 'A waiting request is refused when no connection has become free for this long (milliseconds).',
  },
  PG_STATEMENT_TIMEOUT_MS: {
    kind: wholeNumber(1),
    default: 30_000,
    readers: ['gateway', 'api'],
    about: 'A statement that runs longer is cancelled (milliseconds).',
  },
  PG_USER_STATEMENT_TIMEOUT_MS: {
    kind: wholeNumber(1),
    default: 10_000,
    readers: ['gateway', 'api'],
    about: 'The same for users who are not administrators.',
  },
  PG_CALLER_SHARE: {
    kind: wholeNumber(1, 1000),
    default: 3,
    readers: ['gateway', 'api'],
    about:
      'How many slow statements of one caller run at once. A caller is a user, or the address of anonymous requests: set TRUSTED_PROXIES if proxies are in front, or all anonymous callers count as one.',
  },
  PG_CALLER_QUEUE_SIZE: {
    kind: wholeNumber(1),
    default: 1000,
    readers: ['gateway'],
    about: 'How many requests of one caller may wait. Further ones get a 503 with the code busy.',
  },
  PG_CALLER_STALL_MS: {
    kind: wholeNumber(1),
    default: 5000,
    readers: ['gateway'],
    about:
      "A waiting request gets the same answer when none of its caller's statements has ended for this long (milliseconds).",
  },
  PG_MAX_RESPONSE_BYTES: {
    kind: wholeNumber(1024),
    default: 67_108_864,
    readers: ['gateway'],
    about: 'The largest answer to one gateway request (bytes).',
  },
});
