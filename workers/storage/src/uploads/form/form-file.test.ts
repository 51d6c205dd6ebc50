import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { type FormFile, readFormFile } from './form-file.ts';

const BOUNDARY = 'a-limit';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** Text that looks like a form, and every byte value. */
const TRICKY = Buffer.concat([
  Buffer.from(
    `\r\n--\r\n--${BOUNDARY.slice(0, -1)}\r\n--a-lim\r\r\n-\r\n--A-LIMIT--\r\n\n--${BOUNDARY}\r\n\r\n`,
  ),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  Buffer.from('----\r\n--'),
]);

interface Part {
  head: string;
  body: string | Uint8Array;
}

function formOf(parts: Part[], end = `--${BOUNDARY}--\r\n`): Buffer {
  const written = parts.map(({ head, body }) =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      Buffer.from(body as string),
      Buffer.from('\r\n'),
    ]),
  );
  return Buffer.concat([...written, Buffer.from(end)]);
}

const file = (body: string | Uint8Array, name = 'a.bin'): Part => ({
  head: `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png`,
  body,
});
const field = (name: string, body = 'value'): Part => ({
  head: `Content-Disposition: form-data; name="${name}"`,
  body,
});

/** Pieces of a body, cut at these offsets, that share one buffer like those of real bodies. */
async function* cutAt(bytes: Uint8Array, cuts: number[]): AsyncGenerator<Uint8Array, void> {
  const memory = new Uint8Array(bytes.byteLength);
  for (const [index, start] of [0, ...cuts].entries()) {
    const piece = bytes.subarray(start, cuts[index] ?? bytes.byteLength);
    memory.set(piece);
    yield memory.subarray(0, piece.byteLength);
    memory.fill(0xee);
  }
}

const DEAF = { fields: new Set<string>(), onField: () => {}, onFile: () => {} };

async function read(form: Uint8Array, cuts: number[] = [], type = TYPE) {
  const told: FormFile[] = [];
  const chunks: Uint8Array[] = [];
  const fields: Record<string, string> = {};
  const reader = {
    fields: new Set(['path', 'filename']),
    onField: (name: string, value: string) => {
      fields[name] = value;
    },
    onFile: (each: FormFile) => told.push(each),
  };
  for await (const chunk of readFormFile(cutAt(form, cuts), type, reader)) {
    expect(told, 'told before the first bytes').toHaveLength(1);
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), told, fields };
}

/** The error of a form that is not read to its end. */
async function failureOf(form: Uint8Array, cuts: number[] = [], type = TYPE) {
  const error: unknown = await read(form, cuts, type).catch((thrown: unknown) => thrown);
  if (error instanceof ValidationError) {
    return { code: error.code, loc: error.issues[0]?.loc, type: error.issues[0]?.type };
  }
  return error instanceof Error && 'code' in error ? { code: error.code, message: error.message } : { error };
}

const MALFORMED = { code: 'bad_request', message: 'The multipart form is malformed.' };
const ENDED_EARLY = { code: 'bad_request', message: 'The multipart form ended early.' };
const everyCut = (form: Uint8Array) => Array.from(form, (_, position) => position);

describe('the file of a form', () => {
  const form = formOf([file(TRICKY, '日本 👍.png')]);
  const expected = {
    bytes: TRICKY,
    fields: {},
    told: [{ filename: '日本 👍.png', contentType: 'image/png' }],
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
    const behind = formOf([field('colour'), file('y'), { head: '', body: '' }]);
    const twice = Buffer.concat([formOf([file('x')]), behind]);
    for (const cut of everyCut(twice)) {
      expect(String((await read(twice, [cut])).bytes), `cut at ${cut}`).toBe('x');
    }
  });

  it.each(['a', '-', '----', '----WebKitFormBoundaryAbCdEfGh', "'()+_,-./:=?"])(
    'is found by the boundary %s, wherever its chunks are cut',
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
    expect(await read(formOf([file('')]))).toMatchObject({ bytes: Buffer.alloc(0), told: [{}] });
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
    else expect((await read(form)).told).toEqual([expectation]);
  });

  it('ends the reading of the body when the reader throws', async () => {
    const refused = new Error('refused');
    const onFile = () => {
      throw refused;
    };
    const bytes = readFormFile(cutAt(form, []), TYPE, { ...DEAF, onFile });
    await expect(bytes.next()).rejects.toMatchObject({ cause: refused });
  });
});

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
    await expect(readFormFile(body(), TYPE, DEAF).next()).rejects.toBe(broken);
  });

  it.each([
    ['a name that no header has', 'Bad Name: 1'],
    ['a header without a colon', 'Content-Disposition'],
    ['a disposition without a name', 'Content-Disposition: form-data; filename="a"'],
    ['a head that is too large', `X-Long: ${'x'.repeat(20_000)}`],
    ['too many headers', 'X-Many: 1\r\n'.repeat(200).trimEnd()],
    ['no head', ''],
  ])('for %s', async (_what, head) => {
    expect(await failureOf(formOf([{ head, body: 'x' }]))).toEqual(MALFORMED);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary', 'multipart/form-data; boundary='])(
    'for having no boundary: %s',
    async (type) => {
      expect(await failureOf(formOf([file('x')]), [], type)).toMatchObject({ code: 'bad_request' });
    },
  );

  it('for a different boundary', async () => {
    const type = 'multipart/form-data; boundary=other';
    expect(await failureOf(formOf([file('x')]), [], type)).toEqual(ENDED_EARLY);
  });
});
