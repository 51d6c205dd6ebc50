import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Caller } from './client.ts';

type Headers = Record<string, string>;

export const TUS = { 'Tus-Resumable': '1.0.0' };
export const TUS_PATH = '/storage/files/tus';
const BYTES = 'application/offset+octet-stream';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The header Upload-Metadata: an empty value is a key alone. */
export const metadataOf = (pairs: Record<string, string>) =>
  Object.entries(pairs)
    .map(([key, value]) => (value === '' ? key : `${key} ${base64(value)}`))
    .join(',');

export const checksum = (algorithm: string, bytes: string) =>
  `${algorithm} ${createHash(algorithm).update(bytes).digest('base64')}`;

/** Asks for an upload; the headers may replace or, empty, take away what is sent by default. */
export function create(
  caller: Caller,
  metadata: Record<string, string>,
  length: number,
  headers: Headers = {},
  body?: string,
): Promise<Answer<unknown>> {
  const all = {
    ...TUS,
    'Upload-Length': String(length),
    'Upload-Metadata': metadataOf(metadata),
    ...(body === undefined ? {} : { 'Content-Type': BYTES }),
    ...headers,
  };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  return caller.call('POST', TUS_PATH, { headers: sent, ...(body === undefined ? {} : { body }) });
}

/** Where the bytes of a created upload go; anything but 201 fails the test. */
export async function begin(caller: Caller, bucketId: string, path: string, length: number): Promise<string> {
  const answer = await create(caller, { bucket_id: bucketId, path }, length);
  expect(answer.status, answer.text).toBe(201);
  return locationOf(answer);
}

export const locationOf = (answer: Answer<unknown>) =>
  new URL(answer.headers.get('location') ?? '', 'http://unused').pathname;

export const append = (
  caller: Caller,
  location: string,
  offset: number,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Headers = {},
) =>
  caller.call('PATCH', location, {
    headers: { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': BYTES, ...headers },
    body,
  });

export const inspect = (caller: Caller, location: string) => caller.call('HEAD', location, { headers: TUS });
export const terminate = (caller: Caller, location: string) =>
  caller.call('DELETE', location, { headers: TUS });

export async function offsetOf(caller: Caller, location: string): Promise<number> {
  const answer = await inspect(caller, location);
  expect(answer.status).toBe(200);
  return Number(answer.headers.get('upload-offset'));
}

/** A request to the upload by hand, as far as the line that ends its head. */
export const rawAppend = (location: string, host: string, headers: Headers) => [
  `PATCH ${location} HTTP/1.1`,
  `Host: ${host}`,
  ...Object.entries({ ...TUS, 'Content-Type': BYTES, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  ),
];
