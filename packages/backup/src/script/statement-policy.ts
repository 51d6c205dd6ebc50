import { ScriptError, startOf } from './script-event.ts';

/** When a statement runs: as it comes, after all objects have their owners, or not at all. */
export type Treatment = 'run' | 'grant' | 'skip';

const PRIVILEGE = String.raw`(?:[A-Z]+(?: [A-Z]+)?)(?:\((?:"(?:[^"]|"")*"|[^"()])*\))?`;
const OBJECT =
  '(?:TABLE|SEQUENCE|FUNCTION|PROCEDURE|SCHEMA|TYPE|DOMAIN|LANGUAGE|LARGE OBJECT|FOREIGN SERVER|FOREIGN DATA WRAPPER)';
const PRIVILEGES = `(?:GRANT OPTION FOR )?${PRIVILEGE}(?:, ?${PRIVILEGE})*`;

/** Rights on objects. The membership in a role, which GRANT can give too, has no ON. */
const RIGHTS = new RegExp(`^(?:GRANT|REVOKE) ${PRIVILEGES} ON ${OBJECT} `);
const DEFAULT_RIGHTS = /^ALTER DEFAULT PRIVILEGES /;

/** Objects of Postgres itself, whose rights the system sets when it creates a database. */
const ON_CATALOG =
  /^(?:GRANT|REVOKE) [^"]* ON [A-Z ]+ (?:pg_catalog\.|information_schema\.|pg_catalog |information_schema )/;

/** Statements around rights that another role than the owner granted. Nobody may act as another role here. */
const ROLE_CHANGE = /^(?:RE)?SET (?:LOCAL |SESSION )?(?:SESSION AUTHORIZATION|ROLE)\b/;

const SETTING =
  /^SET (?:statement_timeout|lock_timeout|idle_in_transaction_session_timeout|transaction_timeout|client_encoding|standard_conforming_strings|check_function_bodies|xmloption|client_min_messages|row_security|default_tablespace|default_table_access_method|default_toast_compression) = /;

/** The functions with which a script sets sequences, its search path, and large objects. */
const CALL =
  /^SELECT pg_catalog\.(?:set_config\('search_path', '', false\)|setval\(|lo_create\(|lo_open\(|lowrite\(|lo_close\()/;

const DEFINITION = /^(?:CREATE|ALTER|COMMENT ON|REFRESH MATERIALIZED VIEW|DROP|SECURITY LABEL) /;

/** What belongs to the server and not to a database. A script of pg_dump for one database has none of it. */
const OF_SERVER =
  /^(?:CREATE|ALTER|DROP|COMMENT ON|SECURITY LABEL ON) (?:ROLE|USER(?! MAPPING)|GROUP|DATABASE|SYSTEM|TABLESPACE|SUBSCRIPTION|EVENT TRIGGER)\b/;

/** Large objects come in transactions of their own. */
const TRANSACTION = /^(?:BEGIN|COMMIT)$/;

/**
 * Says how to treat a statement of a script. Throws a ScriptError for one that pg_dump does not write: an archive may come
 * from anywhere.
 */
export function treatmentOf(sql: string): Treatment {
  if (ROLE_CHANGE.test(sql) || ON_CATALOG.test(sql)) return 'skip';
  if (RIGHTS.test(sql) || DEFAULT_RIGHTS.test(sql)) return 'grant';
  const isAllowed =
    SETTING.test(sql) ||
    CALL.test(sql) ||
    TRANSACTION.test(sql) ||
    (DEFINITION.test(sql) && !OF_SERVER.test(sql));
  if (isAllowed) return 'run';
  throw new ScriptError(`The script contains a statement that no backup contains: ${startOf(sql)}`);
}
