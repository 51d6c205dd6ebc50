import { type ErrorCode, ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import type { PgError } from './pg-error.ts';
import { toAppError } from './to-app-error.ts';

const failed = (code: string, fields: Partial<PgError> = {}) =>
  Object.assign(new Error(fields.message ?? 'a message of Postgres with a s3cret value'), {
    ...fields,
    code,
  });

const OF_SYSTEM = {
  routine: 'exec_stmt_raise',
  where: 'PL/pgSQL function selfdb.refuse(text,text) line 3 at RAISE',
};

describe('a state becomes', () => {
  it.each<[string, ErrorCode]>([
    ['SD401', 'unauthenticated'],
    ['SD403', 'forbidden'],
    ['SD404', 'not_found'],
    ['SD409', 'conflict'],
    ['SD412', 'conflict'],
    ['SD422', 'validation_error'],
    ['23505', 'conflict'],
    ['23503', 'conflict'],
    ['23P01', 'conflict'],
    ['23502', 'validation_error'],
    ['23514', 'validation_error'],
    ['22001', 'validation_error'],
    ['22P02', 'validation_error'],
    ['22003', 'validation_error'],
    ['54001', 'validation_error'],
    ['54000', 'validation_error'],
    ['SD413', 'too_large'],
    ['P0001', 'internal'],
    ['SD500', 'internal'],
    ['40001', 'conflict'],
    ['40P01', 'conflict'],
    ['55P03', 'conflict'],
    ['2BP01', 'conflict'],
    ['57014', 'unavailable'],
    ['57P01', 'unavailable'],
    ['57P03', 'unavailable'],
    ['53300', 'unavailable'],
    ['53100', 'unavailable'],
    ['08006', 'unavailable'],
    ['58030', 'unavailable'],
    ['25006', 'unavailable'],
    ['42P01', 'internal'],
    ['42601', 'internal'],
    ['XX000', 'internal'],
  ])('%s: %s', (state, code) => {
    const pg = failed(state, /^SD4(?!13)/.test(state) ? OF_SYSTEM : {});
    const error = toAppError(pg);
    expect([error.code, error.cause]).toEqual([code, pg]);
    if (code === 'unavailable') expect(error.retryAfterSeconds).toBeGreaterThan(0);
    // What we and a trigger's author raise is meant to be read, and limits are sizes; all else may hold values.
    if (!/^(SD|54000)/.test(state)) expect(error.message).not.toContain('s3cret');
  });

  it('unavailable when there is no state at all', () => {
    const error = toAppError(new TypeError('fetch failed: 127.0.0.1:8430'));
    expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(error.message).not.toContain('127');
  });
});

describe('a constraint is named by its columns, without their values:', () => {
  it.each<[string, Partial<PgError>, string]>([
    [
      '23505',
      { detail: 'Key (email)=(s3cret) already exists.' },
      'This would be a duplicate: a row with the same "email" already exists.',
    ],
    [
      '23505',
      { detail: 'Key (a, b)=(1, s3cret) already exists.' },
      'This would be a duplicate: a row with the same "a, b" already exists.',
    ],
    [
      '23505',
      { detail: 'Key ("Wide ""N""")=(s3cret) already exists.' },
      'This would be a duplicate: a row with the same "Wide "N"" already exists.',
    ],
    [
      '23505',
      { detail: 'Key (lower(x))=(s3cret) already exists.' },
      'This would be a duplicate: a row with the same "lower(x)" already exists.',
    ],
    [
      '23505',
      { constraint: 't_key' },
      'This would be a duplicate: a row with the same value (t_key) already exists.',
    ],
    [
      '23503',
      { detail: 'Key (p)=(s3cret) is not present in table "x".' },
      'The reference in "p" does not match',
    ],
    ['23P01', { constraint: 'apart' }, 'The row conflicts with another row in value (apart).'],
  ])('%s %j', (state, fields, message) => {
    const error = toAppError(failed(state, fields));
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('s3cret');
  });

  it.each<[string, Partial<PgError>, unknown]>([
    [
      '23502',
      { column: 'a b' },
      { loc: ['body', 'a b'], type: 'not_null', msg: 'The column "a b" must not be null.' },
    ],
    ['23502', {}, { loc: ['body'], type: 'not_null', msg: expect.not.stringContaining('undefined') }],
    [
      '23514',
      { constraint: 'positive' },
      { loc: ['body', 'positive'], type: 'check', msg: 'The check "positive" does not hold.' },
    ],
    ['23514', {}, { loc: ['body'], type: 'check', msg: expect.not.stringContaining('undefined') }],
    [
      'P0001',
      { message: 'out of stock', routine: 'exec_stmt_raise' },
      { loc: ['body'], type: 'raised', msg: 'out of stock' },
    ],
  ])('%s %j', (state, fields, issue) => {
    const error = toAppError(failed(state, fields));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ issues: [issue] });
  });
});
