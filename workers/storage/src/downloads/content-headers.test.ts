import { describe, expect, it } from 'vitest';
import { readMediaType } from '../uploads/media-type.ts';
import { contentHeaders, policyHeaders } from './content-headers.ts';

const dispositionOf = (mimeType: string, name = 'a', saveAs?: string) =>
  contentHeaders({ name, mimeType, saveAs })['Content-Disposition'] ?? '';

/** Types that browsers run or render as a page with scripts. */
const ACTIVE = [
  'text/html',
  'application/xhtml+xml',
  'application/vnd.wap.xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'application/rss+xml',
  'application/mathml+xml',
  'audio/x+xml',
  'video/svg+xml',
  'font/x+xml',
  'model/x3d+xml',
  'text/xsl',
  'application/xslt+xml',
  'text/javascript',
  'application/javascript',
  'application/ecmascript',
  'text/ecmascript',
  'text/jscript',
  'text/livescript',
  'text/css',
  'text/cache-manifest',
  'application/wasm',
  'application/x-shockwave-flash',
  'application/java-archive',
  'application/x-msdownload',
  'multipart/x-mixed-replace',
  'multipart/related',
  'message/rfc822',
  'application/octet-stream',
  'application/x-unknown',
  'unknown/unknown',
  '*/*',
  'text/*',
];
const SHOWN = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'application/pdf',
  'application/json',
  'text/plain',
  'text/csv',
  'video/mp4',
  'audio/mpeg',
  'audio/vnd.dts.hd',
  'video/x-matroska',
  'font/woff2',
];
it('a comma in quotes does not make a list, unless an escape could hide the closing quote', () => {
  expect(dispositionOf('video/mp4; codecs="avc1, mp4a"')).toMatch(/^inline/);
  expect(dispositionOf('video/mp4; codecs="avc1", text/html')).toMatch(/^attachment/);
  expect(dispositionOf('video/mp4; a="\\"", text/html, x="y"')).toMatch(/^attachment/);
});

/** Variants of a type, including some that only a row written with SQL can have. */
const FORMS: ((type: string) => string)[] = [
  (type) => type,
  (type) => `${type}; charset=utf-8`,
  (type) => `${type};charset=utf-7`,
  (type) => `${type};image/png`,
  (type) => `${type}; x="image/png"`,
  (type) => `${type} ; a=b`,
  (type) => `${type};`,
  (type) => type.toUpperCase(),
  (type) => `${type.charAt(0).toUpperCase()}${type.slice(1)}`,
  (type) => ` ${type}`,
  (type) => `${type} `,
  (type) => `\t${type}`,
  (type) => `${type},image/png`,
  (type) => `image/png,${type}`,
  (type) => `image/png, ${type}`,
  (type) => `image/png;,${type}`,
  (type) => `image/png; charset=utf-8, ${type}`,
  (type) => `image/png ${type}`,
  (type) => `audio/mpeg,${type}`,
  (type) => `video/${type}`,
];

describe('a type that a browser can run', () => {
  it.each(ACTIVE)('is never shown: %s', (type) => {
    for (const form of FORMS.map((each) => each(type))) {
      expect(dispositionOf(form), form).toMatch(/^attachment;/);
    }
  });

  it.each(['', ';', '/', 'html', 'image', 'image/', 'audio/', '/png', ';image/png', '"image/png"'])(
    'does not pass as an invalid type: %j',
    (type) => {
      expect(dispositionOf(type)).toMatch(/^attachment;/);
    },
  );
});

describe('a type that no browser runs', () => {
  it.each(SHOWN)('is shown: %s', (type) => {
    for (const given of [type, type.toUpperCase(), `${type} ; charset=UTF-8`]) {
      const kept = readMediaType(given) ?? '';
      expect(contentHeaders({ name: 'a', mimeType: kept, saveAs: undefined })).toEqual({
        'Content-Type': kept,
        'Content-Disposition': `inline; filename="a"; filename*=UTF-8''a`,
      });
    }
  });

  it.each(SHOWN)('is saved on request: %s', (type) => {
    expect(dispositionOf(type, 'a.bin', '')).toBe(`attachment; filename="a.bin"; filename*=UTF-8''a.bin`);
    expect(dispositionOf(type, 'a.bin', 'b')).toBe(`attachment; filename="b"; filename*=UTF-8''b`);
  });
});

/** A name, and both of its forms in the header. */
const NAMES: [string, string, string][] = [
  ['a b.txt', 'a b.txt', 'a%20b.txt'],
  ['a"; filename="b.exe', 'a_; filename=_b.exe', 'a%22%3B%20filename%3D%22b.exe'],
  ['100%41.txt', '100_41.txt', '100%2541.txt'],
  ["it's (1)*.txt", "it's (1)*.txt", 'it%27s%20%281%29%2A.txt'],
  ['caf\u00e9', 'caf_', 'caf%C3%A9'],
  ['日本.txt', '__.txt', '%E6%97%A5%E6%9C%AC.txt'],
  ['👍', '__', '%F0%9F%91%8D'],
  ['a\u202etxt.exe', 'a_txt.exe', 'a%E2%80%AEtxt.exe'],
  ['a\u2028b', 'a_b', 'a%E2%80%A8b'],
];

/** Names with forbidden characters, and what they become. */
const UNSAFE_NAMES: [string, string, string][] = [
  ['a\\"b', 'a__b', 'a_%22b'],
  ['a\r\nSet-Cookie: b=c', 'a__Set-Cookie: b=c', 'a__Set-Cookie%3A%20b%3Dc'],
  ['a\0b\x7f\x85', 'a_b__', 'a_b__'],
  ['../../etc/passwd', '.._.._etc_passwd', '.._.._etc_passwd'],
  ['..\\evil.bat', '.._evil.bat', '.._evil.bat'],
  ['/', '_', '_'],
  ['..', '_', '_'],
  ['.', '_', '_'],
  ['a/\u65e5.txt', 'a__.txt', 'a_%E6%97%A5.txt'],
];

describe('the name of a file', () => {
  it.each(UNSAFE_NAMES)('%j becomes a name without path or line break', (name, ascii, encoded) => {
    const expected = `filename="${ascii}"; filename*=UTF-8''${encoded}`;
    expect(dispositionOf('image/png', name)).toBe(`inline; ${expected}`);
    expect(dispositionOf('image/png', 'other', name)).toBe(`attachment; ${expected}`);
  });

  it.each(NAMES)('%j is safe in a header, and complete in its second form', (name, ascii, encoded) => {
    const expected = `filename="${ascii}"; filename*=UTF-8''${encoded}`;
    expect(dispositionOf('image/png', name)).toBe(`inline; ${expected}`);
    expect(dispositionOf('text/html', name)).toBe(`attachment; ${expected}`);
    expect(dispositionOf('image/png', 'other', name)).toBe(`attachment; ${expected}`);
    expect(decodeURIComponent(encoded)).toBe(name);
  });

  it('contains only characters that RFC 6266 allows', () => {
    for (let code = 0; code < 0x3000; code++) {
      const header = dispositionOf('image/png', `x${String.fromCharCode(code)}y`);
      if (!/^inline; filename="x[^"\\%]{1,2}y"; filename\*=UTF-8''x[\w.!~%-]+y$/.test(header)) {
        expect.fail(header);
      }
      if (!/^[\x20-\x7e]+$/.test(header)) expect.fail(header);
      new Headers({ 'Content-Disposition': header });
    }
  });
});

describe('the policy for browsers and caches', () => {
  it.each(['public', 'caller'] as const)('forbids scripts and requests, for %s', (audience) => {
    const policy = policyHeaders(audience)['Content-Security-Policy']?.split('; ');
    expect(policy).toContain('sandbox');
    expect(policy).toContain("default-src 'none'");
  });

  it('lets caches store public files and requires revalidation', () => {
    expect(policyHeaders('public')['Cache-Control']).toBe('public, no-cache');
    expect(policyHeaders('public').Vary).toBeUndefined();
  });

  it('keeps private files out of shared caches', () => {
    const { 'Cache-Control': cacheControl, Vary: vary } = policyHeaders('caller');
    expect(cacheControl).toBe('private, no-cache');
    expect(vary).toBe('Authorization, X-API-Key');
  });
});
