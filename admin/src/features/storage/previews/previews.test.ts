import { expect, it } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { decodeText, formatJson } from './decode-text.ts';
import { previewKind } from './preview-kind.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

it.each([
  ['image/svg+xml', 'a.svg', 'image'],
  ['image/tiff', 'a.tiff', 'none'],
  ['text/html; charset=utf-8', 'a.html', 'text'],
  ['application/pdf', 'a.pdf', 'pdf'],
  ['application/geo+json', 'a.geojson', 'json'],
  ['video/mp2t', 'a.ts', 'text'],
  ['video/mp2t', 'a.m2ts', 'video'],
  ['application/octet-stream', 'a.rs', 'text'],
  ['application/octet-stream', 'a.bin', 'none'],
  ['application/zip', 'a.txt', 'none'],
])('shows %s named %s as %s', (mime_type, name, kind) => {
  expect(previewKind({ mime_type, name })).toBe(kind);
});

it('reads UTF-8 with and without a mark, UTF-16 by its mark, and bytes that are broken', () => {
  const read = (bytes: Uint8Array) => decodeText(bytes, true);
  expect(read(utf8('\uFEFFäöü'))).toEqual({ text: 'äöü', isBroken: false, isBinary: false });
  expect(read(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0xac, 0x20)).text).toBe('a€');
  expect(read(Uint8Array.of(0xfe, 0xff, 0, 0x61)).text).toBe('a');
  expect(read(Uint8Array.of(0x61, 0xff, 0x62))).toEqual({
    text: 'a\uFFFDb',
    isBroken: true,
    isBinary: false,
  });
  expect(read(new Uint8Array(1000)).isBinary).toBe(true);
});

it('leaves a character out whose rest has not been read', () => {
  const cut = utf8('aä').slice(0, 2);
  expect(decodeText(cut, false)).toMatchObject({ text: 'a', isBroken: false });
  expect(decodeText(cut, true)).toMatchObject({ text: 'a\uFFFD', isBroken: true });
});

it('formats JSON with all digits', () => {
  expect(formatJson('{"a":9007199254740993}', parseExact)).toBe('{\n  "a": 9007199254740993\n}');
  expect(formatJson('{"a":', parseExact)).toBeUndefined();
});
