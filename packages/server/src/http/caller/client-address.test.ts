import { expect, it } from 'vitest';
import { withoutPort } from './client-address.ts';

it('takes the port off a peer, in both families', () => {
  expect(withoutPort('127.0.0.1:41712')).toBe('127.0.0.1');
  expect(withoutPort('[::1]:41712')).toBe('::1');
  expect(withoutPort('127.0.0.1')).toBe('127.0.0.1');
  expect(withoutPort('2001:db8::1')).toBe('2001:db8::1');
});
