import { describe, expect, it } from 'vitest';
import { isHost } from './host.ts';

describe('a host', () => {
  it.each(['localhost', 'api.example.com', 'a_b.example:8443', '127.0.0.1:8000', '[::1]', '[::1]:80'])(
    '%s is one',
    (host) => {
      expect(isHost(host)).toBe(true);
    },
  );

  it.each([
    '',
    'a b',
    'x:99999',
    '[::1',
    'a,b',
    '1.2.3.4.5',
    'x:abc',
    'user@x',
    'x/health#',
    'x?',
    'x#',
    'a%b',
  ])('%j is none', (host) => {
    expect(isHost(host)).toBe(false);
  });
});
