import { AppError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { toAppError } from './db/errors/to-app-error.ts';
import { PostgresError } from './db/sql-over-http.ts';
import { describeError } from './log.ts';

const SECRET = 'secret-41\n    at secret-41';
const postgresError = (code: string, fields: object = {}) =>
  new PostgresError(Object.assign({ message: `invalid input: "${SECRET}"`, code }, fields));

describe('an error in the log', () => {
  it('has its message, name and stack, and those of its causes', () => {
    const error = new AppError('internal', 'It broke.', { cause: new TypeError('No such thing') });
    expect(describeError(error)).toMatchObject({
      error: 'It broke.',
      stack: expect.stringContaining('log.test.ts'),
      cause: { error: 'No such thing', name: 'TypeError', stack: expect.stringContaining('log.test.ts') },
    });
    expect(describeError('odd')).toEqual({ error: 'odd' });
  });

  it.each([
    [
      'of Postgres',
      postgresError('XX000', { detail: SECRET, where: SECRET, routine: 'elog', table: 'books' }),
    ],
    ['of a user\u2019s function', postgresError('53100', { routine: 'exec_stmt_raise', table: 'books' })],
    ['that broke the connection', postgresError('57P01', { table: 'books' })],
  ])('%s has its SQLSTATE, names and stack, and no value', (_, error) => {
    const described = describeError(toAppError(error));
    expect(described).toMatchObject({
      stack: expect.stringContaining('to-app-error.ts'),
      cause: {
        name: 'PostgresError',
        sqlstate: error.code,
        table: 'books',
        stack: expect.stringMatching(/^at .*log\.test\.ts/s),
      },
    });
    expect(JSON.stringify(described)).not.toContain('secret-41');
  });
});
