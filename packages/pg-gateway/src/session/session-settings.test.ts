import { expect, test } from 'vitest';
import { startupOptions, unknownSetting } from './session-settings.ts';

const refusal = (name: string, code = '42704') =>
  Object.assign(new Error(`unrecognized configuration parameter "${name}"`), { code });

test('a setting that an older server does not know is left out the next time', () => {
  expect(startupOptions()).toContain('-c transaction_timeout=0');
  expect(unknownSetting(refusal('transaction_timeout'))).toBe('transaction_timeout');
  expect(startupOptions({}, new Set(['transaction_timeout']))).not.toContain('transaction_timeout');
});

test.each([refusal('their_own'), refusal('transaction_timeout', '28P01'), new Error('x'), undefined])(
  'any other failure names no setting: %s',
  (error) => {
    expect(unknownSetting(error)).toBeUndefined();
  },
);

test('spaces in a value do not end it', () => {
  expect(startupOptions()).toContain('-c default_transaction_isolation=read\\ committed -c');
});
