import { isIdentifier, quoteIdentifier } from '@selfdb/shared/identifier';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';
import { quoteLiteral, userTable } from './identifier.ts';

it('quotes a name so that nothing in it ends the quotes', () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
  expect(quoteIdentifier('"; drop table users; --')).toBe('"""; drop table users; --"');
  expect(compile(userTable('Wide Table')).text).toBe('public."Wide Table"');
});

it('takes 1 to 63 bytes of UTF-8, and no NUL or lone surrogate', () => {
  expect(isIdentifier('x'.repeat(63))).toBe(true);
  expect(isIdentifier('é'.repeat(31))).toBe(true);
  for (const name of ['', 'x'.repeat(64), 'é'.repeat(32), 'a\0b', '\ud800']) {
    expect(isIdentifier(name)).toBe(false);
    expect(() => quoteIdentifier(name)).toThrow(TypeError);
  }
});

it('quotes a literal with quotes and backslashes in it', () => {
  expect(quoteLiteral("it's")).toBe("'it''s'");
  expect(quoteLiteral("\\'")).toBe("E'\\\\'''");
  expect(() => quoteLiteral('a\0')).toThrow(TypeError);
});
