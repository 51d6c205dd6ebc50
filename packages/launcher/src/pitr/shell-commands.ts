/** Seconds that Postgres waits for one file, before it tries again. While it stops, it tries three times. */
const ARCHIVE_SECONDS = 2;
/** Of 50 ms. */
const FETCH_TURNS = 1200;
/** An exit code above 125 ends the recovery. A lower one would say that the log ends here (PostgreSQL documentation, 19.5.5). */
const GIVE_UP = 200;

/**
 * What Postgres runs for each file of its log. It copies nothing: the process of backups reads the file where it lies, and
 * makes an empty file of its name once the archive has it durably. Postgres keeps the file until then.
 */
export function archiveCommand(archived: string): string {
  const mark = `${quote(archived)}/%f`;
  const turns = Array.from({ length: ARCHIVE_SECONDS }, (_, turn) => turn).join(' ');
  return `for turn in ${turns}; do test -f ${mark} && exit 0; sleep 1; done; test -f ${mark}`;
}

/** What a recovering Postgres runs to get a file of the log: it asks the command that started it, and waits. */
export function restoreCommand(fetched: string): string {
  const file = `${quote(fetched)}/%f`;
  return `: > ${file}.wanted; turn=0; while test $turn -lt ${FETCH_TURNS}; do test -f ${file}.missing && exit 1; test -f ${file}.ready && exec mv ${file}.ready "%p"; turn=$((turn + 1)); sleep 0.05 || sleep 1; done; exit ${GIVE_UP}`;
}

/** The lines of postgresql.conf about archiving. */
export function archiveConfiguration(days: number, archived: string): string {
  if (days === 0) return 'archive_mode = off\n';
  return `archive_mode = on
archive_command = '${archiveCommand(archived).replaceAll("'", "''")}'
archive_timeout = 60
`;
}

/** A path for the shell, in a setting in which % has a meaning. */
function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
