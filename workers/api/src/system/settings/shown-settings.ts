import { type Name, type SettingsOf, sectionOf, table } from '@selfdb/settings';
import type { Settings } from '@selfdb/shared/system/settings';

type Api = SettingsOf<'api'>;
type NamesOfSecrets = { [N in Name]: (typeof table)[N] extends { isSecret: true } ? N : never }[Name];

/** What administrators may see. A list of names, so that a new setting is hidden until it is added. */
const SHOWN = [
  ...(['SELFDB_ENV', 'SELFDB_STATE_DIR'] as const),
  ...([
    'PG_POOL_SIZE',
    'PG_STATEMENT_TIMEOUT_MS',
    'PG_USER_STATEMENT_TIMEOUT_MS',
    'PG_CALLER_SHARE',
  ] as const),
  ...(['MAX_BODY_BYTES', 'MAX_NUMERIC_DIGITS', 'TRUSTED_PROXIES', 'PUBLIC_URL'] as const),
  ...(['PRIVATE_MEANS', 'USERS_VISIBLE_TO'] as const),
  ...(['ACCESS_TOKEN_TTL_SECONDS', 'REFRESH_TOKEN_TTL_SECONDS'] as const),
  ...(['LOGIN_FAILURES_PER_ACCOUNT', 'LOGIN_FAILURES_PER_ADDRESS'] as const),
  ...(['SQL_MAX_TIMEOUT_MS', 'SQL_MAX_ROWS'] as const),
  ...(['STORAGE_BACKEND', 'STORAGE_MAX_FILE_BYTES', 'STORAGE_QUOTA_BYTES'] as const),
  ...(['STORAGE_UPLOAD_TTL_SECONDS', 'S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET'] as const),
  ...(['REALTIME_MAX_SOCKETS', 'REALTIME_MAX_FRAME_BYTES', 'REALTIME_MAX_JOINS'] as const),
  ...([
    'REALTIME_MAX_MESSAGES_PER_SECOND',
    'REALTIME_LOG_MAX_BYTES',
    'REALTIME_LOG_MAX_AGE_SECONDS',
  ] as const),
  'LOG_LEVEL',
  ...(['AUDIT_RETENTION_DAYS', 'AUDIT_MAX_ENTRIES'] as const),
] as const satisfies readonly Exclude<keyof Api, NamesOfSecrets>[];

/** The settings that administrators may see, with their values. */
export function shownSettings(env: Api): Settings['settings'] {
  return SHOWN.map((name) => {
    const { about, ...setting } = table[name];
    return {
      name,
      section: sectionOf(name),
      value: withoutPassword(env[name] ?? null),
      default: 'default' in setting ? setting.default : null,
      about,
    };
  });
}

/** Host and port of a database, without the user, the password and the parameters. */
export function databaseAddress(databaseUrl: string): string {
  return new URL(databaseUrl).host;
}

/** An address such as PUBLIC_URL or S3_ENDPOINT may have a password in it. */
function withoutPassword<T>(value: T): T | string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || (url.username === '' && url.password === '')) return value;
  url.username = '';
  url.password = '';
  return url.href;
}
