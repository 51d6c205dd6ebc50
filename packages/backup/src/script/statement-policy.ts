import { ScriptError, startOf } from './script-event.ts';

/** When a statement runs: as it comes, after all objects have their owners, or not at all. */
export type Treatment = 'run' | 'grant' | 'skip';

const QUOTED_NAME = /"[^"]*"/g;
const PRIVILEGE =
  '(?:SELECT|INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|TRIGGER|MAINTAIN|USAGE|CREATE|EXECUTE|ALL)(?:[(][^()]*[)])?';
const OBJECT =
  '(?:TABLE|SEQUENCE|FUNCTION|PROCEDURE|SCHEMA|TYPE|DOMAIN|LANGUAGE|LARGE OBJECT|FOREIGN SERVER|FOREIGN DATA WRAPPER)';

/** Rights on objects, in a statement without quoted names. The membership in a role, which GRANT can give too, has no ON. */
const RIGHTS = new RegExp(
  `^(?:GRANT|REVOKE) (?:GRANT OPTION FOR )?${PRIVILEGE}(?:, ?${PRIVILEGE})* ON ${OBJECT} (?<catalog>(?:pg_catalog|information_schema)[. ])?`,
);
const DEFAULT_RIGHTS = /^ALTER DEFAULT PRIVILEGES /;

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
  const rights = RIGHTS.exec(sql.replace(QUOTED_NAME, 'x'));
  // The rights on objects of Postgres itself are set when the system creates a database.
  if (ROLE_CHANGE.test(sql) || rights?.groups?.catalog) return 'skip';
  if (rights || DEFAULT_RIGHTS.test(sql)) return 'grant';
  const isAllowed =
    SETTING.test(sql) ||
    CALL.test(sql) ||
    TRANSACTION.test(sql) ||
    (DEFINITION.test(sql) && !OF_SERVER.test(sql));
  if (isAllowed) return 'run';
  throw new ScriptError(`The script contains a statement that no backup contains: ${startOf(sql)}`);
}
