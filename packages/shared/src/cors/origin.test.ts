import { expect, it } from 'vitest';
import { isAllowedOrigin, parseOrigin } from './origin.ts';

it.each([
  ['*', '*'],
  ['https://app.example.com', 'https://app.example.com'],
  ['HTTPS://App.Example.com:443/', 'https://app.example.com'],
  ['http://localhost:5173', 'http://localhost:5173'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ['https://*.Example.com', 'https://*.example.com'],
  ['http://*.example.com:8080', 'http://*.example.com:8080'],
])('reads %s as browsers send it', (text, origin) => {
  expect(parseOrigin(text)).toEqual({ origin });
});

it.each([
  ['', 'must look like'],
  ['app.example.com', 'must look like'],
  ['null', 'must look like'],
  ['localhost:3000', 'must look like'],
  ['ftp://example.com', 'must look like'],
  ['https://exa mple.com', 'must look like'],
  ['https://example.com:99999', 'must look like'],
  ['https://user:secret@example.com', 'must not have a user name'],
  ['https://example.com/app', 'without a path'],
  ['https://example.com/?', 'without a path'],
  ['https://example.com#x', 'without a path'],
  ['https://a.*.example.com', 'first label'],
  ['https://app*.example.com', 'first label'],
  ['https://*', 'first label'],
  ['https://*.com', 'two labels'],
  ['https://*.127.0.0.1', 'two labels'],
])('refuses %s and says why', (text, problem) => {
  expect(parseOrigin(text)).toEqual({ problem: expect.stringContaining(problem) });
});

it('allows an origin that is named, to the letter, or when any is', () => {
  expect(isAllowedOrigin(['*'], 'null')).toBe(true);
  expect(isAllowedOrigin([], 'https://a.example')).toBe(false);
  const list = ['https://a.example', 'https://b.example'];
  expect(isAllowedOrigin(list, 'https://b.example')).toBe(true);
  for (const origin of ['https://c.example', 'https://a.example.evil.com', 'http://a.example', 'null', '']) {
    expect(isAllowedOrigin(list, origin)).toBe(false);
  }
});

it('allows the subdomains of a wildcard, of its scheme and port, and not the domain itself', () => {
  const list = ['https://*.example.com'];
  expect(isAllowedOrigin(list, 'https://a.example.com')).toBe(true);
  expect(isAllowedOrigin(list, 'https://a.b-1.example.com')).toBe(true);
  for (const origin of [
    ...['https://example.com', 'https://evilexample.com', 'http://a.example.com', 'https://.example.com'],
    ...['https://a.example.com:8443', 'https://evil.test/.example.com', 'https://evil.test:1.example.com'],
  ]) {
    expect(isAllowedOrigin(list, origin), origin).toBe(false);
  }
});
