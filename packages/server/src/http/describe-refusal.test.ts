import { AppError, ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { describeRefusal } from './describe-refusal.ts';

const SECRET = 'hunter2 is my password';
const pg = Object.assign(new Error(`invalid input: "${SECRET}"`), {
  code: '23505',
  table: 'books',
  constraint: 'books_isbn_key',
  detail: `Key (isbn)=(${SECRET}) already exists.`,
});

it('says the code and our own sentence', () => {
  const error = new AppError('forbidden', 'Only an administrator may do this.');
  expect(describeRefusal(error)).toEqual({ code: 'forbidden', reason: 'Only an administrator may do this.' });
});

it.each([
  ['of the database', new AppError('conflict', pg.message, { cause: pg })],
  ['of SQL', new AppError('sql_error', pg.message, { fields: { sqlstate: '22P02', hint: SECRET } })],
  [
    'of input',
    new ValidationError([
      { loc: ['body', SECRET, 0], msg: `${SECRET} is not allowed`, type: 'unknown_field' },
    ]),
  ],
])('has no value of the caller in a fault %s', (_what, error) => {
  const described = describeRefusal(error);
  expect(JSON.stringify(described)).not.toContain('hunter2');
  expect(described.reason).toMatch(
    /another row has already .SQLSTATE 23505|does not fit .SQLSTATE 22P02|body\.…\.0: unknown_field/,
  );
});

it('names the table and the constraint', () => {
  const error = new AppError('conflict', 'taken', { cause: pg });
  expect(describeRefusal(error)).toMatchObject({
    sqlstate: '23505',
    table: 'books',
    constraint: 'books_isbn_key',
  });
});
