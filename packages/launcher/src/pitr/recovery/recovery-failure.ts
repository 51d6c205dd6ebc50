const LINES_SHOWN = 5;

/** What an administrator is told of a recovery that failed. `log` is what Postgres has written to `path`. */
export function describeRecoveryFailure(log: string, path: string): string {
  if (log.includes('recovery ended before configured recovery target was reached')) {
    const last = /last completed transaction was at log time (\S+ \d\d:\d\d:\d\d)/.exec(log)?.[1];
    const reached = last
      ? `The last transaction before the gap was at ${last} UTC.`
      : 'It has no transaction.';
    return `A part of the log before that moment is missing in the archive. ${reached} Choose an earlier moment, or restore a backup.`;
  }
  const lines = log.trim().split('\n').slice(-LINES_SHOWN).join('\n  ');
  return `Postgres could not recover. Nothing has changed. The last lines of ${path}:\n  ${lines}`;
}
