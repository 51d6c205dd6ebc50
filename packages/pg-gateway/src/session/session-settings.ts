/**
 * Settings that the system relies on in every session. They go with the startup packet, so they override those of the
 * server, the database and the role (which may change its own with SQL), and `RESET ALL` returns to them.
 * Source: PostgreSQL documentation, chapter 19, the settings that a role may set (`pg_settings.context` is `user`).
 */
const sessionSettings: Record<string, string> = {
  role: 'none',
  search_path: 'public',
  row_security: 'on',
  restrict_nonsystem_relation_kind: '',

  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  synchronous_commit: 'on',
  exit_on_error: 'off',

  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',

  TimeZone: 'UTC',
  timezone_abbreviations: 'Default',
  DateStyle: 'ISO,MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  xmlbinary: 'base64',
  xmloption: 'content',
  quote_all_identifiers: 'off',

  array_nulls: 'on',
  backslash_quote: 'safe_encoding',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  gin_fuzzy_search_limit: '0',
  local_preload_libraries: '',
  client_min_messages: 'notice',
};

/**
 * For the system's role, where another role owns users' tables: an object that SQL creates in the schema public never
 * shadows one of Postgres, and a policy of a user's table raises an error instead of running its code.
 */
export const systemSettings = { search_path: 'pg_catalog,selfdb_api', row_security: 'off' };

/** For the role that owns users' tables. */
export const tablesSettings = { search_path: 'public,selfdb_api' };

/** The settings as the `options` of a startup packet, without those unknown to the server. */
export function startupOptions(
  own: Record<string, string> = {},
  unknown: ReadonlySet<string> = new Set(),
): string {
  return Object.entries({ ...sessionSettings, ...own })
    .filter(([name]) => !unknown.has(name))
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ');
}

/** The setting for which the server refused a session, because its version does not know it. */
export function unknownSetting(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === '42704')) return undefined;
  return Object.keys(sessionSettings).find((name) => error.message.includes(`"${name}"`));
}
