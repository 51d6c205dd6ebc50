import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { decodingFault, type Setback, setBack } from './setback.ts';

const refusal = (code: string) => {
  const error = new DatabaseError('it failed', 9, 'error');
  error.code = code;
  return error;
};
const lsn = (n: number) => String(n).padStart(16, '0');
const fail = (before: Setback | undefined, sqlState: string, stored = lsn(1), commit?: string) =>
  setBack(before, { commit, stored, sqlState, gaveUpAt: 0 });

it.each(['XX000', 'XX001', '54000', '22021', '53200', '58P01', '0A000'])(
  '%s is a fault of decoding',
  (code) => {
    expect(decodingFault(refusal(code))).toBe(code);
  },
);

it.each(['57P01', '57P02', '57P03', '57014', '08006', '55000', '55006', '42704', '28000', '3D000'])(
  '%s is none: a shutdown, a connection, a slot, a right',
  (code) => {
    expect(decodingFault(refusal(code))).toBeUndefined();
  },
);

it('errors of a connection, and of our own code, are not decoding faults', () => {
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  for (const error of [
    lost,
    Object.assign(new Error('x'), { code: 'EPIPE' }),
    new RangeError('x'),
    undefined,
  ]) {
    expect(decodingFault(error)).toBeUndefined();
  }
});

it('three failures in a row at one position are final, or ten when a resource is missing', () => {
  for (const [code, enough] of [
    ['XX000', 3],
    ['53200', 10],
  ] as const) {
    let setback: Setback | undefined;
    const finals = Array.from({ length: enough }, () => {
      setback = fail(setback, code);
      return setback.isFinal;
    });
    expect(finals.indexOf(true)).toBe(enough - 1);
  }
});

it('counting begins again at another position, which is the commit if that is known', () => {
  const once = fail(fail(undefined, 'XX000'), 'XX000');
  expect(fail(once, 'XX000', lsn(2)).attempts).toBe(1);
  const known = fail(undefined, 'XX000', lsn(1), lsn(9));
  expect(fail(known, 'XX000', lsn(2), lsn(9))).toMatchObject({
    attempts: 2,
    position: lsn(9),
    commit: lsn(9),
  });
});

it('soon after a skipped transaction one failure is final, unless a resource is missing', () => {
  const failed = { commit: lsn(9), stored: lsn(1), gaveUpAt: Date.now() - 1000 };
  expect(setBack(undefined, { ...failed, sqlState: 'XX000' }).isFinal).toBe(true);
  expect(setBack(undefined, { ...failed, sqlState: '53200' }).isFinal).toBe(false);
});
