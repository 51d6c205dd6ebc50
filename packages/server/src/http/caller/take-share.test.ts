import { describe, expect, it } from 'vitest';
import { anonymous } from '../../auth/principal.ts';
import { callerKey } from './take-share.ts';

const of = (address: string) => callerKey(anonymous, () => address);
const user = { kind: 'user' as const, userId: 'a', sessionId: 'b' };

describe('a caller is counted as', () => {
  it('the user, whatever the session and the address; an ADMIN under another prefix', () => {
    expect(callerKey(user, () => '192.0.2.1')).toBe('user:a');
    expect(callerKey({ ...user, sessionId: 'c' }, () => '192.0.2.2')).toBe('user:a');
    expect(callerKey({ ...user, wasAdmin: true }, () => '192.0.2.1')).toBe('admin:a');
  });

  it.each([
    ['192.0.2.1', 'address:192.0.2.1'],
    ['unknown', 'address:unknown'],
    ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2'],
    ['2001:db8:1:2::9', 'address:2001:db8:1:2'],
    ['2001:0DB8:0001:0002::', 'address:2001:db8:1:2'],
    ['2001:db8::1', 'address:2001:db8:0:0'],
    ['::1', 'address:0:0:0:0'],
    ['not:an:address', 'address:not:an:address'],
  ])('the network of %s', (address, key) => {
    expect(of(address)).toBe(key);
  });

  it('each IPv4 address inside IPv6 by itself', () => {
    expect(of('::ffff:192.0.2.1')).not.toBe(of('::ffff:192.0.2.2'));
  });
});
