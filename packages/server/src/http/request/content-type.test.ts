import { expect, it } from 'vitest';
import { readableType } from './content-type.ts';

it.each([
  ['application/json', 'application/json'],
  ['application/json;', 'application/json'],
  ['application/json ;; ', 'application/json'],
  ['Application/JSON ; charset=utf-8', 'application/json'],
  ['application/json; charset="UTF-8"', 'application/json'],
  ['application/json; charset="utf\\-8"', 'application/json'],
  ['application/json;charset=utf8;version=1', 'application/json'],
  ['application/json; profile="a;b, \\"c\\""', 'application/json'],
  ['application/merge-patch+json;charset=utf-8', 'application/merge-patch+json'],
  ['application/x-www-form-urlencoded;', 'application/x-www-form-urlencoded'],
  ['application/x-www-form-urlencoded; charset=UTF-8', 'application/x-www-form-urlencoded'],
])('%j is read as %s', (given, type) => {
  expect(readableType(given)).toBe(type);
});

it.each([
  'text/plain; charset=latin1',
  'multipart/form-data; boundary=X',
  'application/jsonx;',
  'application/octet-stream',
  'nonsense',
  '',
])('%j is left as it is', (given) => {
  expect(readableType(given)).toBe(given);
});

it.each([
  'application/json; charset=iso-8859-1',
  'application/json; charset=utf-16',
  'application/json; charset=us-ascii',
  'application/json; charset=""',
  'application/json; charset=utf-8; charset=latin1',
  'application/x-www-form-urlencoded; charset=windows-1252',
])('%j is refused for its charset', (given) => {
  expect(() => readableType(given)).toThrow('Send the body in UTF-8.');
});

it.each([
  'application/json, text/html',
  'application/json; charset',
  'application/json; =utf-8',
  'application/json; a="b',
  'application/json x',
])('%j is no media type', (given) => {
  expect(() => readableType(given)).toThrow(
    'The content type must be a media type, such as application/json.',
  );
});
