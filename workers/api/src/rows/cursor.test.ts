import { createHmac } from 'node:crypto';
import { ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const SECRET = 'secret-key-for-tests-0123456789abcdef';
const values = ['é "quoted"', null, '9007199254740993'];
const cursor = encodeCursor(SECRET, { tableId: 't', order: 'o', values });
const decode = (text: string) => decodeCursor(SECRET, text, 't', 'o');

it('returns the values that it was made from', () => {
  expect(decode(cursor)).toEqual(values);
});

it('needs no escaping in a URL', () => {
  expect(encodeURIComponent(cursor)).toBe(cursor);
});

it('is refused with any character changed, cut or added', () => {
  for (let at = 0; at < cursor.length; at++) {
    const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
    expect(() => decode(changed)).toThrow(ValidationError);
    expect(() => decode(cursor.slice(0, at))).toThrow(ValidationError);
  }
  for (const longer of [`${cursor}.`, `${cursor}=`, `.${cursor}`, ` ${cursor}`]) {
    expect(() => decode(longer)).toThrow(ValidationError);
  }
});

it('is refused for another table, another order and under another secret', () => {
  expect(() => decodeCursor(SECRET, cursor, 'u', 'o')).toThrow('belongs to another table or order');
  expect(() => decodeCursor(SECRET, cursor, 't', 'p')).toThrow('belongs to another table or order');
  expect(() => decodeCursor(`${SECRET}!`, cursor, 't', 'o')).toThrow(ValidationError);
});

it('is refused when it was signed with the same key for something else', () => {
  const payload = cursor.split('.')[0] ?? '';
  const foreign = createHmac('sha256', SECRET).update(payload).digest('base64url').slice(0, 22);
  expect(() => decode(`${payload}.${foreign}`)).toThrow(ValidationError);
});

it.each(['', '.', 'x', '..', 'e30.', `${'A'.repeat(4096)}`])('refuses %s', (text) => {
  expect(() => decode(text)).toThrow(ValidationError);
});
