import { cutText } from '@selfdb/shared/cut-text';
import { AppError } from '@selfdb/shared/errors';
import { positionIn } from '../sql-errors.ts';
import { codeWords, type SqlStatement } from './split-statements.ts';

const MAX_NAME_CHARACTERS = 40;

/** The error for syntax that only psql understands, found before anything runs; `source` is the whole text. */
export function findPsqlOnly(statement: SqlStatement, source: string): AppError | undefined {
  // The data after a COPY can look like anything, so it is checked first.
  if (readsStandardInput(statement)) {
    return refused(
      'COPY … FROM STDIN reads data that this route does not accept.',
      positionIn(source, statement.start),
      'Make the file with `pg_dump --inserts`, or run it with `./selfdb psql -f`.',
    );
  }
  if (!statement.psql) return undefined;
  const name = cutText(statement.psql.name, MAX_NAME_CHARACTERS);
  return refused(
    `${name} is a command of psql, not SQL.`,
    positionIn(source, statement.psql.at),
    'Remove the lines that begin with a backslash, or run the file with `./selfdb psql -f`.',
  );
}

function readsStandardInput({ text, words }: SqlStatement): boolean {
  if (words[0] !== 'copy') return false;
  return codeWords(text).some((word, i, all) => word === 'stdin' && all[i - 1] === 'from');
}

function refused(message: string, position: number, hint: string): AppError {
  return new AppError('sql_error', message, { fields: { sqlstate: '42601', position, hint } });
}
