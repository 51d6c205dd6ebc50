import { expect, it } from 'vitest';
import {
  isJsonObject,
  JsonNumber,
  type JsonValue,
  parseJson,
  parseStoredJson,
  scalarText,
  toJsonText,
} from './json-value.ts';

it.each(['9007199254740993', '-0', '1e400', '0.10', '1E+2', '123456789012345678901234567890.123456789'])(
  'keeps the digits of %s',
  (text) => {
    const value = parseJson(text);
    expect(value).toBeInstanceOf(JsonNumber);
    expect(toJsonText(value)).toBe(text);
    expect(scalarText(value)).toBe(text);
  },
);

it('writes a document as it was read, numbers with all digits', () => {
  const text = '{"a":[1.50,{"b":null,"__proto__":{"c":true}},"x\\"y"],"constructor":"z"}';
  expect(toJsonText(parseJson(text))).toBe(text);
});

it('takes the last of two values of one key, as Postgres does', () => {
  expect(toJsonText(parseJson('{"a":1,"\\u0061":2}'))).toBe('{"a":2}');
});

it.each(['{"a":"x\\u0000"}', '"\\ud800"', '["\\udc00x"]', '{', '', 'NaN', '01', "{'a':1}"])(
  'refuses %s',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

it.each<[JsonValue, string | undefined]>([
  ['x', 'x'],
  [true, 'true'],
  [false, 'false'],
  [null, undefined],
  [[], undefined],
  [{}, undefined],
])('the scalar text of %j is %s', (value, text) => {
  expect(scalarText(value)).toBe(text);
});

it('what Postgres stored is taken as it is, numbers with all digits', () => {
  expect(parseStoredJson('{"a":"x\\u0000\\ud800","b":0.10}')).toEqual({
    a: 'x\0\ud800',
    b: new JsonNumber('0.10'),
  });
  expect(() => parseStoredJson('{')).toThrow(SyntaxError);
});

it.each<[string, boolean]>([
  ['{}', true],
  ['{"a":1}', true],
  ['[]', false],
  ['1', false],
  ['null', false],
  ['"x"', false],
])('%s is an object: %s', (text, isObject) => {
  expect(isJsonObject(parseJson(text))).toBe(isObject);
});
