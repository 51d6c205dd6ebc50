import { describe, expect, it } from 'vitest';
import { readFormFile } from './form-file.ts';
import {
  BOUNDARY,
  cutAt,
  everyCut,
  failureOf,
  field,
  file,
  formOf,
  IGNORING,
  MALFORMED,
  read,
  TYPE,
} from './testing/multipart-form.ts';

/** Text that looks like a form, and every byte value. */
const TRICKY = Buffer.concat([
  Buffer.from(
    `\r\n--\r\n--${BOUNDARY.slice(0, -1)}\r\n--a-lim\r\r\n-\r\n--A-LIMIT--\r\n\n--${BOUNDARY}\r\n\r\n`,
  ),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  Buffer.from('----\r\n--'),
]);

describe('the file of a form', () => {
  const form = formOf([file(TRICKY, '日本 👍.png')]);
  const expected = {
    bytes: TRICKY,
    fields: {},
    reported: [{ filename: '日本 👍.png', contentType: 'image/png' }],
  };

  it('is the same for every cut of the chunks', async () => {
    for (const cut of everyCut(form)) expect(await read(form, [cut]), `cut at ${cut}`).toEqual(expected);
  });

  it('is the same in chunks of any size', async () => {
    for (let size = 1; size < 40; size++) {
      const cuts = everyCut(form).filter((position) => position > 0 && position % size === 0);
      expect(await read(form, cuts), `${size} bytes at a time`).toEqual(expected);
    }
  });

  it('is the same without a line break at the end, for every cut of the chunks', async () => {
    const bare = form.subarray(0, -2);
    for (const cut of everyCut(bare)) expect(await read(bare, [cut]), `cut at ${cut}`).toEqual(expected);
  });

  it('may stand between a preamble and an epilogue', async () => {
    const surrounded = Buffer.concat([Buffer.from('hello\r\n'), form, Buffer.from('good\r\n--bye--')]);
    for (const cut of everyCut(surrounded)) {
      expect(await read(surrounded, [cut]), `cut at ${cut}`).toEqual(expected);
    }
  });

  it('is the only one, even if more follows the form', async () => {
    const more = formOf([field('colour'), file('y'), { head: '', body: '' }]);
    const twice = Buffer.concat([formOf([file('x')]), more]);
    for (const cut of everyCut(twice)) {
      expect(String((await read(twice, [cut])).bytes), `cut at ${cut}`).toBe('x');
    }
  });

  it.each(['a', '-', '----', '----WebKitFormBoundaryAbCdEfGh', "'()+_,-./:=?"])(
    'is found with the boundary %s, for every cut of the chunks',
    async (boundary) => {
      const form = formOf([file('bytes')])
        .toString()
        .replaceAll(BOUNDARY, boundary);
      const type = `multipart/form-data; boundary="${boundary}"`;
      for (const cut of everyCut(Buffer.from(form))) {
        expect(String((await read(Buffer.from(form), [cut], type)).bytes), `cut at ${cut}`).toBe('bytes');
      }
    },
  );

  it('may have the allowed fields before and after it, for every cut of the chunks', async () => {
    const parts = [field('path', 'папка'), file('x'), field('filename', ' a b ')];
    for (const cut of everyCut(formOf(parts))) {
      const { bytes, fields } = await read(formOf(parts), [cut]);
      expect([String(bytes), fields]).toEqual(['x', { path: 'папка', filename: ' a b ' }]);
    }
  });

  it('may be empty', async () => {
    expect(await read(formOf([file('')]))).toMatchObject({ bytes: Buffer.alloc(0), reported: [{}] });
  });

  it.each([
    ['Content-Disposition: form-data; name="file"', { filename: undefined, contentType: undefined }],
    [
      'content-type: text/plain; charset=latin1\r\nCONTENT-DISPOSITION: form-data; name=file; filename=b',
      { filename: 'b', contentType: 'text/plain; charset=latin1' },
    ],
    [
      `Content-Disposition: form-data; name="file"; filename="b"; filename*=UTF-8''%zz`,
      { code: 'bad_request' },
    ],
  ])('is read with the headers %j', async (head, expectation) => {
    const form = formOf([{ head, body: 'x' }]);
    if ('code' in expectation) expect(await failureOf(form)).toEqual(MALFORMED);
    else expect((await read(form)).reported).toEqual([expectation]);
  });

  it('ends the reading of the body when the reader throws', async () => {
    const refused = new Error('refused');
    const onFile = () => {
      throw refused;
    };
    const bytes = readFormFile(cutAt(form, []), TYPE, { ...IGNORING, onFile });
    await expect(bytes.next()).rejects.toMatchObject({ cause: refused });
  });
});
