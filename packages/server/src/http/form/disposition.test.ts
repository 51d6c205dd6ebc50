import { expect, it } from 'vitest';
import { readDisposition } from './disposition.ts';

it.each([
  ['form-data; name="file"; filename="a.txt"', 'file', 'a.txt'],
  ['form-data;name=file;filename=a.txt', 'file', 'a.txt'],
  ['Form-Data ; NAME="file" ; FileName="a.txt"', 'file', 'a.txt'],
  ['form-data; filename="a.txt"; name="file"', 'file', 'a.txt'],
  ['form-data; name="file"', 'file', undefined],
  ['form-data; name="file"; filename=""', 'file', ''],
  ['form-data; name="поле"; filename="日本 👍 cafe\u0301.txt"', 'поле', '日本 👍 cafe\u0301.txt'],
  ['form-data; name="file"; filename="a; name=other; b=\'c\'"', 'file', "a; name=other; b='c'"],
  ['form-data; name="file"; filename="C:\\dir\\a.txt"', 'file', 'C:\\dir\\a.txt'],
  ['form-data; name="file"; filename="a\\"b"', 'file', 'a"b'],
  ['form-data; name="file"; filename="%22"', 'file', '%22'],
  ['form-data; size=3; name="file"', 'file', undefined],
])('reads %s', (header, name, filename) => {
  expect(readDisposition(header)).toEqual({ name, filename });
});

it.each([
  [`filename="plain"; filename*=UTF-8''na%C3%AFve%202.txt`, 'naïve 2.txt'],
  [`filename*=utf-8'fr'%e2%82%ac; filename="plain"`, '€'],
  [`filename="plain"; filename*=UTF-8''%zz`, 'plain'],
  [`filename="plain"; filename*=UTF-8''%ff`, 'plain'],
  [`filename="plain"; filename*=latin1''%E9`, 'plain'],
  [`filename="plain"; filename*=x`, 'plain'],
  [`filename*=UTF-8''%zz`, undefined],
])('prefers the extended notation if it is valid: %s', (parameters, filename) => {
  expect(readDisposition(`form-data; name="file"; ${parameters}`)).toEqual({ name: 'file', filename });
});

it.each([undefined, '', 'form-data', 'name="file"', ['form-data; name="file"', 'form-data; name="file"']])(
  'finds no name in %j',
  (header) => {
    expect(readDisposition(header)).toEqual({ name: '', filename: undefined });
  },
);

it('reads a long header in no time', () => {
  const begun = performance.now();
  for (const part of ['; a="\\', ';', ' ', '; a=b', '\\"', '; a="b" ']) {
    readDisposition(`form-data; name="file${part.repeat(16_384 / part.length)}`);
    readDisposition(`form-data${part.repeat(16_384 / part.length)}`);
  }
  expect(performance.now() - begun).toBeLessThan(1000);
});
