import { expect, it } from 'vitest';
import { checkLimit, type Subject } from './limits.ts';

const subject = (kind: Subject['kind']): Subject => ({ kind, key: kind, maxFailures: 10 });

it.each([
  ['account_at_address', 0, 0, 0, 10],
  ['account_at_address', 4, 0, 0, 6],
  ['account_at_address', 9.4, 0, 0, 1],
  ['account_at_address', 9.5, 0, 1, 1],
  ['account_at_address', 13, 0, 8, 1],
  ['account_at_address', 13, 7, 1, 1],
  ['account_at_address', 13, 8, 0, 1],
  ['account_at_address', 900, 0, 60, 1],
  ['account_at_address', 900, 60, 0, 1],
  ['account_at_address', 9, 300, 0, 6],
  ['account', 900, 0, 8, 1],
  ['account', 9, 30, 0, 4],
  ['address', 900, 0, 1, 1],
  ['address', 9, 3, 0, 4],
] as const)(
  '%s with %d failures, %d s ago: wait %d s, %d remain',
  (kind, failures, secondsSince, waitSeconds, remaining) => {
    expect(checkLimit(subject(kind), { failures, secondsSince })).toEqual({ waitSeconds, remaining });
  },
);
