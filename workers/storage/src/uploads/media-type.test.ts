import { describe, expect, it } from 'vitest';
import {
  guessMediaType,
  HEAD_BYTES,
  isAllowedType,
  readMediaType,
  readTypeField,
  readTypeHeader,
} from './media-type.ts';

describe('a media type that a client sends', () => {
  it.each([
    ['image/png', 'image/png'],
    ['IMAGE/PnG', 'image/png'],
    ['  image/png  ', 'image/png'],
    ['image/svg+xml', 'image/svg+xml'],
    ['application/vnd.ms-excel.sheet.macroEnabled.12', 'application/vnd.ms-excel.sheet.macroenabled.12'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/plain;charset=UTF-8', 'text/plain; charset=utf-8'],
    ['text/plain ;\tCharset="ISO-8859-1"', 'text/plain; charset=iso-8859-1'],
    [
      'text/plain; format=flowed; Charset=UTF-8;delsp=yes',
      'text/plain; format=flowed; charset=utf-8; delsp=yes',
    ],
    ['text/plain; title="a; b, c";x=y', 'text/plain; title="a; b, c"; x=y'],
    ['video/mp4; codecs="avc1.42E01E, mp4a.40.2"', 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"'],
    ['application/vnd.api+json;Version=A', 'application/vnd.api+json; version=A'],
    ['text/plain; charset="a b"', 'text/plain; charset="a b"'],
    ['text/plain;', 'text/plain'],
    ['text/plain; ; charset=utf-8 ;', 'text/plain; charset=utf-8'],
    ['multipart/mixed; boundary="x"', 'multipart/mixed; boundary="x"'],
    ['application/octet-stream', 'application/octet-stream'],
    [`a/${'b'.repeat(253)}`, `a/${'b'.repeat(253)}`],
  ])('%j is kept as %j', (given, kept) => {
    expect(readMediaType(given)).toBe(kept);
  });

  it.each([undefined, '', '  '])('%j is none', (given) => {
    expect(readMediaType(given)).toBeUndefined();
  });

  it.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    '%j is ignored as a header, because curl sends it with any bytes',
    (given) => {
      expect(readTypeHeader(given)).toBeUndefined();
      expect(readTypeField(given, ['query', 'content_type'])).toMatch(/^application\/x-www-form-urlencoded/);
    },
  );

  it.each([
    'png',
    'image/',
    '/png',
    'image/png/x',
    'image png',
    'image/png image/gif',
    'image/png, text/html',
    'image/png; charset',
    'image/png; =x',
    'image/png; charset=a b',
    'image/png; a="b',
    'image/png; a="\\""',
    'image/png; a="é"',
    'image/png; a="b\nc"',
    '*/*',
    'image/*',
    '*/png',
    'image/*; a=b',
    'image/png\r\nSet-Cookie: a=b',
    'image/png\0',
    'image/pñg',
    'İmage/png',
    'text/html<script>',
    '../../x',
    `a/${'b'.repeat(254)}`,
    `text/plain${' ;'.repeat(122)} !=`,
  ])('%j is none', (given) => {
    expect(() => readMediaType(given)).toThrow(
      expect.objectContaining({
        code: 'unsupported_media_type',
        message: expect.stringContaining('media type'),
      }),
    );
    expect(() => readTypeField(given, ['body', 'mime_type'])).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ loc: ['body', 'mime_type'] })] }),
    );
  });
});

/** Whole small files, in base64. */
const SAMPLES = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  gif: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  zip: 'UEsDBBQAAAAAAAAAIVyGphA2BQAAAAUAAAAFAAAAYS50eHRoZWxsb1BLAQIUAxQAAAAAAAAAIVyGphA2BQAAAAUAAAAFAAAAAAAAAAAAAACAAQAAAABhLnR4dFBLBQYAAAAAAQABADMAAAAoAAAAAAA=',
  gzip: 'H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==',
};
const bytesOf = (name: keyof typeof SAMPLES) => Buffer.from(SAMPLES[name], 'base64');
const textOf = (text: string) => new TextEncoder().encode(text);
const PDF = textOf('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n');
const HTML = textOf('<!doctype html><html><script>alert(1)</script></html>');

describe('a file without a type', () => {
  it.each([
    ['a PNG', bytesOf('png'), 'a.png', 'image/png'],
    ['a PNG called otherwise', bytesOf('png'), 'a.html', 'image/png'],
    ['a GIF without an ending', bytesOf('gif'), 'a', 'image/gif'],
    ['a PDF', PDF, 'a.txt', 'application/pdf'],
    ['a ZIP', bytesOf('zip'), 'a.bin', 'application/zip'],
    ['a gzip', bytesOf('gzip'), 'a', 'application/gzip'],
    ['XML', textOf('<?xml version="1.0"?><svg/>'), 'a.png', 'application/xml'],
  ])('%s is detected by its first bytes', async (_what, head, name, type) => {
    expect(await guessMediaType(head, name)).toBe(type);
  });

  it.each([
    ['a.html', 'text/html'],
    ['folder.png/A.HTML', 'text/html'],
    ['a.svg', 'image/svg+xml'],
    ['日本.txt', 'text/plain'],
    ['archive.tar.json', 'application/json'],
    ['a', 'application/octet-stream'],
    ['html', 'application/octet-stream'],
    ['folder.d/png', 'application/octet-stream'],
    ['.png', 'application/octet-stream'],
    ['folder/.html', 'application/octet-stream'],
    ['.page.html', 'text/html'],
    ['a.', 'application/octet-stream'],
    ['a.nosuchtype', 'application/octet-stream'],
    ['folder.png/a', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('named %j, with unknown bytes, is detected by its name', async (name, type) => {
    expect(await guessMediaType(HTML, name)).toBe(type);
    expect(await guessMediaType(new Uint8Array(0), name)).toBe(type);
  });

  it('of HTML with the name of an image counts as that image, which no browser runs', async () => {
    expect(await guessMediaType(HTML, 'a.png')).toBe('image/png');
  });

  it('is detected by its first bytes alone', async () => {
    const large = Buffer.concat([bytesOf('png'), new Uint8Array(100_000)]);
    expect(await guessMediaType(large.subarray(0, HEAD_BYTES), 'a')).toBe('image/png');
    for (let length = 0; length < 80; length++) {
      const types = ['application/zip', 'application/octet-stream'];
      expect(types).toContain(await guessMediaType(bytesOf('zip').subarray(0, length), 'a'));
    }
  });
});

describe('a bucket', () => {
  it('without allowed types accepts all', () => {
    expect(isAllowedType('text/html', null)).toBe(true);
  });

  it('with an empty list accepts none', () => {
    expect(isAllowedType('text/html', [])).toBe(false);
  });

  it.each<[string, string[], boolean]>([
    ['image/png', ['image/png'], true],
    ['image/png', ['text/plain', 'image/png'], true],
    ['image/png', ['image/*'], true],
    ['image/svg+xml', ['image/*'], true],
    ['text/plain; charset=utf-8', ['text/plain'], true],
    ['text/plain; charset=utf-8', ['text/*'], true],
    ['image/png', ['image/jpeg'], false],
    ['image/png', ['image/pn'], false],
    ['image/png', ['image/png2'], false],
    ['image/png', ['video/*'], false],
    ['imagery/png', ['image/*'], false],
    ['image', ['image/*'], false],
    ['text/html; x=image/png', ['image/png', 'image/*'], false],
    ['application/octet-stream', ['image/*'], false],
  ])('accepts %j with %j: %s', (type, patterns, isAccepted) => {
    expect(isAllowedType(type, patterns)).toBe(isAccepted);
  });
});
