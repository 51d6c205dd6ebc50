import type { System } from '@selfdb/system-under-test/launch';
import { expect } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import { piecesOf, streamOf } from '../clients/streams.ts';
import type { Problem } from '../expectations.ts';

const NOWHERE = '0199a000-0000-7000-8000-000000000000';
const UPLOAD = `/storage/files/upload?bucket_id=${NOWHERE}&filename=`;
const LIMIT_BYTES = 10_485_760;

interface EarlyRefusal {
  method: string;
  path: string;
  status: number;
  code: string;
  /** As whom; without, the call has not even the API key. */
  as?: 'anyone' | 'admin';
  type?: string;
  headers?: Record<string, string>;
  /** Of the body, where it matters. */
  bytes?: number;
}

const JSON_TYPE = 'application/json';
const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' };
const gzip = { 'Content-Encoding': 'gzip' };
const noKey = { status: 401, code: 'unauthenticated' };
const noToken = { as: 'anyone', ...noKey } as const;
const noMethod = { as: 'admin', status: 405, code: 'method_not_allowed' } as const;
const noPath = { as: 'admin', status: 404, code: 'not_found' } as const;
const noType = { as: 'admin', status: 415, code: 'unsupported_media_type' } as const;
const tooLarge = { as: 'admin', status: 413, code: 'too_large', bytes: LIMIT_BYTES + 100 } as const;
const invalid = { as: 'admin', status: 422, code: 'validation_error' } as const;

/** What is refused before the body has been read, by each worker and with each status. */
export const EARLY_REFUSALS: EarlyRefusal[] = [
  { method: 'POST', path: '/tables/', ...noKey },
  { method: 'POST', path: '/users/', ...noKey },
  { method: 'POST', path: `${UPLOAD}a`, ...noKey },
  { method: 'POST', path: '/storage/buckets/', ...noToken, type: JSON_TYPE },
  { method: 'POST', path: `${UPLOAD}a`, ...noPath, as: 'anyone', bytes: 2_000_000 },
  { method: 'POST', path: `${UPLOAD}..`, ...invalid },
  { method: 'POST', path: '/storage/files/upload?=1', ...invalid },
  { method: 'POST', path: `${UPLOAD}a`, ...noPath, bytes: 2_000_000 },
  { method: 'POST', path: '/realtime/nope', ...noPath },
  { method: 'PUT', path: '/storage/files/upload', ...noMethod },
  { method: 'POST', path: '/storage/files/download/some/a', ...noMethod },
  { method: 'PUT', path: '/tables/', ...noMethod, bytes: LIMIT_BYTES + 100, type: JSON_TYPE },
  { method: 'PUT', path: '/users/', ...noMethod, bytes: LIMIT_BYTES + 100, type: JSON_TYPE },
  { method: 'POST', path: '/tables/', ...tooLarge, type: JSON_TYPE },
  { method: 'POST', path: '/users/', ...tooLarge, type: JSON_TYPE },
  { method: 'POST', path: '/storage/buckets/', ...tooLarge, type: JSON_TYPE },
  { method: 'POST', path: '/tables/', ...noType, type: JSON_TYPE, headers: gzip },
  { method: 'POST', path: '/users/token', ...noType, type: JSON_TYPE, headers: gzip },
  { method: 'POST', path: '/storage/buckets/', ...noType, type: JSON_TYPE, headers: gzip },
  { method: 'POST', path: `${UPLOAD}a`, ...noType, type: 'multipart/form-data; boundary=x', headers: gzip },
  {
    method: 'PATCH',
    path: `/storage/files/tus/${NOWHERE}`,
    ...noType,
    headers: tus,
  },
];

export const nameOf = ({ method, path, status, as }: EarlyRefusal) =>
  `${method} ${path.replace(NOWHERE, '…')} by ${as ?? 'a caller without key'}: ${status}`;

/** Sends the request with small and large bodies, of a declared length and in chunks, and compares the answers. */
export async function expectEarlyRefusal(
  system: System,
  admin: Caller,
  refusal: EarlyRefusal,
): Promise<void> {
  const { method, path, status, code, as, type = 'application/octet-stream', headers, bytes } = refusal;
  const client = createClient(system.baseUrl, system.apiKey);
  const caller = as === 'admin' ? admin : client.as(undefined);
  for (const size of bytes === undefined ? [10, 3_000_000] : [bytes]) {
    for (const isChunked of [false, true]) {
      const pieces = piecesOf(size);
      const answer = await caller.call<Problem>(method, path, {
        ...(as === undefined ? { apiKey: null } : {}),
        headers: { 'Content-Type': type, ...headers },
        body: isChunked ? streamOf(pieces) : new Blob(pieces),
      });
      const about = `${size} bytes ${isChunked ? 'in chunks' : 'of a declared length'}: ${answer.text}`;
      expect([answer.status, answer.body?.code], about).toEqual([status, code]);
    }
  }
}
