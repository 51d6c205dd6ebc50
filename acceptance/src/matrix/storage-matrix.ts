import { metadataOf, TUS } from '../clients/tus.ts';
import {
  adminOnly,
  anyCaller,
  type Operation,
  privateRead,
  privateWrite,
  type Things,
  userOnly,
} from './operation.ts';

/** A file in a private bucket, a job or an upload: not even that it exists is for callers without a token to know. */
const hiddenFile = (status: number) => ({
  anonymous: [401, 404],
  stranger: 403,
  owner: status,
  admin: status,
});

const bucket = (things: Things) => `/storage/buckets/${things.bucketId}`;
const inBucket = (things: Things) => ({ bucket_id: things.bucketId });
const file =
  (rest = '') =>
  (things: Things) =>
    `/storage/files/${things.fileId}${rest}`;
const tusUpload = (things: Things) => `/storage/files/tus/${things.uploadId}`;
const newPath = ({ name }: Things) => ({ path: `walked/${name}` });

/** The part of the matrix that is about buckets and files. */
export const STORAGE_MATRIX: Record<string, Operation> = {
  'GET /storage/buckets': { outcome: anyCaller(200) },
  'GET /storage/buckets/count': { outcome: anyCaller(200) },
  'POST /storage/buckets': {
    outcome: userOnly(201),
    body: ({ name }) => ({ name: name.replaceAll('_', '-') }),
  },
  'GET /storage/buckets/{id}': { outcome: privateRead, path: bucket },
  'PATCH /storage/buckets/{id}': {
    outcome: privateWrite(200),
    path: bucket,
    body: () => ({ description: 'walked' }),
  },
  'DELETE /storage/buckets/{id}': { outcome: privateWrite(204), path: bucket },

  'GET /storage/files': { outcome: privateRead, query: inBucket },
  'GET /storage/files/stats': { outcome: anyCaller(200) },
  'GET /storage/files/total-count': { outcome: anyCaller(200) },
  'GET /storage/files/count': { outcome: privateRead, query: inBucket },
  'POST /storage/files/upload': {
    outcome: privateWrite(201),
    query: (things) => ({ ...inBucket(things), ...newPath(things) }),
    bytes: 'walked',
  },
  'GET /storage/files/{id}': { outcome: hiddenFile(200), path: file() },
  'PATCH /storage/files/{id}': {
    outcome: hiddenFile(200),
    path: file(),
    body: () => ({ metadata: { walked: true } }),
  },
  'DELETE /storage/files/{id}': { outcome: hiddenFile(204), path: file() },
  'POST /storage/files/{id}/move': { outcome: hiddenFile(200), path: file('/move'), body: newPath },
  'POST /storage/files/{id}/copy': { outcome: hiddenFile(201), path: file('/copy'), body: newPath },
  'POST /storage/files/{id}/sign': {
    outcome: hiddenFile(200),
    path: file('/sign'),
    body: () => ({ expires_in: 60 }),
  },
  'POST /storage/files/move': {
    outcome: privateWrite(200),
    body: (things) => ({ ...inBucket(things), from: 'nowhere', to: 'anywhere' }),
  },
  'POST /storage/files/delete': {
    outcome: privateWrite(202),
    body: (things) => ({ ...inBucket(things), prefix: 'nowhere/' }),
  },
  'GET /storage/jobs/{id}': { outcome: hiddenFile(200), path: ({ jobId }) => `/storage/jobs/${jobId}` },
  'POST /storage/sweep': { outcome: adminOnly(202) },
  'GET /storage/files/download/{bucket}/{path}': {
    outcome: privateRead,
    path: ({ bucketName, filePath }) => `/storage/files/download/${bucketName}/${filePath}`,
  },
  'HEAD /storage/files/download/{bucket}/{path}': {
    outcome: privateRead,
    path: ({ bucketName, filePath }) => `/storage/files/download/${bucketName}/${filePath}`,
  },
  'GET /storage/files/signed': {
    outcome: anyCaller(200),
    isOpen: true,
    query: ({ signedToken }) => ({ token: signedToken }),
  },

  'OPTIONS /storage/files/tus': { outcome: anyCaller(204), isOpen: true },
  'POST /storage/files/tus': {
    outcome: privateWrite(201),
    headers: (things) => ({
      ...TUS,
      'Upload-Length': '4',
      'Upload-Metadata': metadataOf({ ...inBucket(things), ...newPath(things) }),
    }),
  },
  'HEAD /storage/files/tus/{id}': { outcome: hiddenFile(200), path: tusUpload, headers: () => TUS },
  'PATCH /storage/files/tus/{id}': {
    outcome: hiddenFile(204),
    path: tusUpload,
    bytes: 'wa',
    headers: () => ({ ...TUS, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }),
  },
  'DELETE /storage/files/tus/{id}': { outcome: hiddenFile(204), path: tusUpload, headers: () => TUS },
};
