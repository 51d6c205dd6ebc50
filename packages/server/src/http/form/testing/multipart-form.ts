import { ValidationError } from '@selfdb/shared/errors';
import { expect } from 'vitest';
import { type FormFile, readFormFile } from '../form-file.ts';

export const BOUNDARY = 'a-limit';
export const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

export interface Part {
  head: string;
  body: string | Uint8Array;
}

export function formOf(parts: Part[], end = `--${BOUNDARY}--\r\n`): Buffer {
  const written = parts.map(({ head, body }) =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      Buffer.from(body as string),
      Buffer.from('\r\n'),
    ]),
  );
  return Buffer.concat([...written, Buffer.from(end)]);
}

export const file = (body: string | Uint8Array, name = 'a.bin'): Part => ({
  head: `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png`,
  body,
});
export const field = (name: string, body = 'value'): Part => ({
  head: `Content-Disposition: form-data; name="${name}"`,
  body,
});

/** Pieces of a body, cut at these offsets, that share one buffer like those of real bodies. */
export async function* cutAt(bytes: Uint8Array, cuts: number[]): AsyncGenerator<Uint8Array, void> {
  const memory = new Uint8Array(bytes.byteLength);
  for (const [index, start] of [0, ...cuts].entries()) {
    const piece = bytes.subarray(start, cuts[index] ?? bytes.byteLength);
    memory.set(piece);
    yield memory.subarray(0, piece.byteLength);
    memory.fill(0xee);
  }
}

export const IGNORING = { fields: new Set<string>(), onField: () => {}, onFile: () => {} };

export async function read(form: Uint8Array, cuts: number[] = [], type = TYPE) {
  const reported: FormFile[] = [];
  const chunks: Uint8Array[] = [];
  const fields: Record<string, string> = {};
  const reader = {
    fields: new Set(['path', 'filename']),
    onField: (name: string, value: string) => {
      fields[name] = value;
    },
    onFile: (each: FormFile) => reported.push(each),
  };
  for await (const chunk of readFormFile(cutAt(form, cuts), type, reader)) {
    expect(reported, 'reported before the first bytes').toHaveLength(1);
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), reported, fields };
}

/** The error of an invalid form. */
export async function failureOf(form: Uint8Array, cuts: number[] = [], type = TYPE) {
  const error: unknown = await read(form, cuts, type).catch((thrown: unknown) => thrown);
  if (error instanceof ValidationError) {
    return { code: error.code, loc: error.issues[0]?.loc, type: error.issues[0]?.type };
  }
  return error instanceof Error && 'code' in error ? { code: error.code, message: error.message } : { error };
}

export const MALFORMED = { code: 'bad_request', message: 'The multipart form is malformed.' };
export const ENDED_EARLY = { code: 'bad_request', message: 'The multipart form ended early.' };
export const everyCut = (form: Uint8Array) => Array.from(form, (_, position) => position);
