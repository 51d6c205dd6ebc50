import { AppError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { pgErrorOf } from './pg-error.ts';

describe('the Postgres error that caused an error', () => {
  it('is found through AppErrors', () => {
    const pg = Object.assign(new Error('a message'), { code: '23505' });
    const error = new AppError('conflict', 'x', { cause: new AppError('internal', 'y', { cause: pg }) });
    expect(pgErrorOf(error)).toBe(pg);
    expect(pgErrorOf(pg)).toBe(pg);
  });

  it.each([
    new Error('x'),
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    undefined,
    null,
    'x',
    { code: '23505' },
  ])('is none for %s', (error) => {
    expect(pgErrorOf(error)).toBeUndefined();
  });
});
