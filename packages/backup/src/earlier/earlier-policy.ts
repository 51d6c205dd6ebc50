import { type Treatment, treatmentOf } from '../script/statement-policy.ts';

/** Its objects belong to a role of its server. Here they belong to the role that runs the script. */
const OWNER = /^ALTER .* OWNER TO (?:"[^"]*"|\S+)$/;

/** The schema public is there, and an extension describes itself. */
const GIVEN = /^(?:CREATE SCHEMA (?:IF NOT EXISTS )?public$|COMMENT ON (?:SCHEMA public|EXTENSION) )/;

/** What `pg_dump --clean` drops before it begins. The database is empty. */
const CLEANING =
  /^(?:DROP |ALTER TABLE (?:IF EXISTS )?(?:ONLY )?\S+ (?:DROP CONSTRAINT|ALTER COLUMN \S+ DROP DEFAULT))/;

/** SelfDB publishes changes itself. */
const PUBLICATION = /^(?:CREATE|ALTER|COMMENT ON) PUBLICATION (?<name>\S+)/;

/** Says how to treat the statements of a script of SelfDB 0.0.5, and notes what is left out. */
export class EarlierPolicy {
  readonly #notes = new Set<string>();

  /** Throws a ScriptError for a statement that pg_dump does not write. */
  readonly treat = (sql: string): Treatment => {
    if (OWNER.test(sql) || GIVEN.test(sql) || CLEANING.test(sql)) return 'skip';
    const publication = PUBLICATION.exec(sql)?.groups?.name;
    if (publication !== undefined) {
      this.#notes.add(`Left out, because SelfDB publishes changes itself: the publication ${publication}.`);
      return 'skip';
    }
    const treatment = treatmentOf(sql);
    if (treatment !== 'grant') return treatment;
    this.#notes.add('Rights of roles of the earlier Postgres server are left out.');
    return 'skip';
  };

  get notes(): string[] {
    return [...this.#notes];
  }
}
