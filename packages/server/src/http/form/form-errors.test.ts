import { describe, expect, it } from 'vitest';
import { readFormFile } from './form-file.ts';
import {
  BOUNDARY,
  ENDED_EARLY,
  everyCut,
  failureOf,
  field,
  file,
  formOf,
  IGNORING,
  MALFORMED,
  type Part,
  TYPE,
} from './testing/multipart-form.ts';

describe('a form is refused', () => {
  const unknown = (name: string) => ({
    code: 'validation_error',
    loc: ['body', name],
    type: 'unknown_field',
  });

  it('for an unknown field in any position, by its name', async () => {
    for (const parts of [
      [field('colour'), file('x')],
      [file('x'), field('colour')],
      [field('colour')],
      [field('colour', 'x'.repeat(1000)), field('second')],
    ]) {
      expect(await failureOf(formOf(parts))).toEqual(unknown('colour'));
    }
    expect(await failureOf(formOf([field('поле')]))).toEqual(unknown('поле'));
    expect(await failureOf(formOf([{ head: 'X-Nothing: 1', body: '' }]))).toEqual(unknown(''));
  });

  it('for too many fields, and for a field without end', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => field(`f${index}`));
    expect(await failureOf(formOf(many))).toEqual(unknown('f0'));
    const endless = formOf([field('path', 'x'.repeat(5000))]);
    expect(await failureOf(endless)).toEqual(MALFORMED);
    expect(await failureOf(endless.subarray(0, 4500))).toEqual(MALFORMED);
  });

  it('for a repeated field, and for a field that is not UTF-8', async () => {
    const twice = { code: 'validation_error', loc: ['body', 'path'], type: 'repeated' };
    expect(await failureOf(formOf([field('path', 'a'), file('x'), field('path', 'a')]))).toEqual(twice);
    const broken: Part = { ...field('filename'), body: Uint8Array.of(0xff, 0xfe) };
    expect(await failureOf(formOf([broken, file('x')]))).toMatchObject({ loc: ['body', 'filename'] });
  });

  it('for two files, before the second is read', async () => {
    const form = formOf([file('x'), file('y')]);
    expect(await failureOf(form)).toEqual({
      code: 'validation_error',
      loc: ['body', 'file'],
      type: 'value_error',
    });
  });

  it('for a missing file', async () => {
    const missing = { code: 'validation_error', loc: ['body', 'file'], type: 'missing' };
    expect(await failureOf(formOf([]))).toEqual(missing);
    expect(await failureOf(formOf([], `--${BOUNDARY}--`))).toEqual(missing);
    expect(await failureOf(Buffer.concat([formOf([]), formOf([file('x')])]))).toEqual(missing);
  });

  it('for ending early, at any point', async () => {
    const form = formOf([file('x')], `--${BOUNDARY}--`);
    for (const end of everyCut(form)) {
      for (const cuts of [[], [Math.max(0, end - 1)]]) {
        expect(await failureOf(form.subarray(0, end), cuts), `after ${end} bytes`).toEqual(ENDED_EARLY);
      }
    }
  });

  it('with the error that its body throws', async () => {
    const broken = new Error('gone');
    const body = async function* () {
      yield formOf([file('x')]).subarray(0, 60);
      throw broken;
    };
    await expect(readFormFile(body(), TYPE, IGNORING).next()).rejects.toBe(broken);
  });

  it.each([
    ['an invalid header name', 'Bad Name: 1'],
    ['a header without a colon', 'Content-Disposition'],
    ['a disposition without a name', 'Content-Disposition: form-data; filename="a"'],
    ['headers that are too large', `X-Long: ${'x'.repeat(20_000)}`],
    ['too many headers', 'X-Many: 1\r\n'.repeat(200).trimEnd()],
    ['no headers', ''],
  ])('for %s', async (_what, head) => {
    expect(await failureOf(formOf([{ head, body: 'x' }]))).toEqual(MALFORMED);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary', 'multipart/form-data; boundary='])(
    'for a missing boundary: %s',
    async (type) => {
      expect(await failureOf(formOf([file('x')]), [], type)).toMatchObject({ code: 'bad_request' });
    },
  );

  it('for a different boundary', async () => {
    const type = 'multipart/form-data; boundary=other';
    expect(await failureOf(formOf([file('x')]), [], type)).toEqual(ENDED_EARLY);
  });
});
