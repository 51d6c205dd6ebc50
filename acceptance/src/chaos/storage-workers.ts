import { randomBytes } from 'node:crypto';
import type { Caller } from '../clients/client.ts';
import { pause } from '../pause.ts';
import { type Bucket, sha256, type Uploaded, upload } from '../world/storage.ts';
import { attempt } from './recovery.ts';
import type { WriteLog } from './storage-write-log.ts';

/** Makes changes one after the other until `isOver`, each on files of its own, and notes them. */
export type Worker = (world: StorageWorld, name: string, isOver: () => boolean) => Promise<void>;

export interface StorageWorld {
  writeLog: WriteLog;
  owner: Caller;
  bucket: Bucket;
}

const MAX_BYTES = 200_000;
const LARGE_BYTES = 3_000_000;

/** Sizes of all orders, now and then one that is asked about first. */
function newBytes(number: number): Buffer {
  const size = number % 10 === 9 ? LARGE_BYTES : Math.floor(MAX_BYTES ** Math.random());
  return randomBytes(size);
}

async function create(
  { writeLog, owner, bucket }: StorageWorld,
  path: string,
  bytes: Buffer,
): Promise<string | undefined> {
  let id: string | undefined;
  const hash = sha256(bytes);
  writeLog.note(path, hash, undefined);
  const isDone = await writeLog.did(async () => {
    const answer = await upload(owner, bucket, path, new Uint8Array(bytes));
    id = (answer.body as Uploaded | undefined)?.file_id;
    return answer;
  });
  if (isDone) writeLog.note(path, hash);
  return isDone ? id : undefined;
}

export const uploader: Worker = async (world, name, isOver) => {
  for (let number = 0; !isOver(); number += 1) await create(world, `${name}/${number}`, newBytes(number));
};

/** Goes on with another file after a failure: what was not acknowledged may still come. */
export const overwriter: Worker = async (world, name, isOver) => {
  const { writeLog, owner, bucket } = world;
  for (let number = 0; !isOver(); number += 1) {
    const path = `${name}/${number}`;
    let bytes = newBytes(number);
    let isDone = (await create(world, path, bytes)) !== undefined;
    while (isDone && !isOver()) {
      const before = sha256(bytes);
      bytes = newBytes(number);
      writeLog.note(path, before, sha256(bytes));
      const body = new Uint8Array(bytes);
      isDone = await writeLog.did(() => upload(owner, bucket, { path, upsert: true }, body));
      if (isDone) writeLog.note(path, sha256(bytes));
    }
  }
};

export const deleter: Worker = async (world, name, isOver) => {
  for (let number = 0; !isOver(); number += 1) {
    const path = `${name}/${number}`;
    const bytes = newBytes(number);
    const id = await create(world, path, bytes);
    if (!id) continue;
    world.writeLog.note(path, sha256(bytes), undefined);
    const isDone = await world.writeLog.did(() => world.owner.del(`/storage/files/${id}`));
    if (isDone) world.writeLog.note(path, undefined);
  }
};

export const mover: Worker = async (world, name, isOver) => {
  const { writeLog, owner } = world;
  for (let number = 0; !isOver(); number += 1) {
    let [here, there] = [`${name}/${number}/a`, `${name}/${number}/b`];
    const bytes = newBytes(number);
    const hash = sha256(bytes);
    const id = await create(world, here, bytes);
    if (id) writeLog.pairs.push([here, there]);
    let isDone = id !== undefined;
    while (isDone && !isOver()) {
      writeLog.note(here, hash, undefined);
      writeLog.note(there, hash, undefined);
      const target = { path: there };
      isDone = await writeLog.did(() => owner.post(`/storage/files/${id}/move`, target));
      if (isDone) writeLog.note(here, undefined);
      if (isDone) writeLog.note(there, hash);
      [here, there] = [there, here];
    }
  }
};

const PART_BYTES = 256_000;
const TUS = { 'Tus-Resumable': '1.0.0' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Uploads in parts, and goes on where the server says that it stands, however often something is killed. */
export const resumer: Worker = async (world, name, isOver) => {
  for (let number = 0; !isOver(); number += 1) {
    const path = `${name}/${number}`;
    const bytes = randomBytes(LARGE_BYTES);
    world.writeLog.note(path, undefined);
    const url = await begin(world, path, bytes.length);
    if (url) await sendParts(world, { url, path, bytes });
  }
};

async function begin({ writeLog, owner, bucket }: StorageWorld, path: string, size: number) {
  let location: string | null = null;
  const headers = {
    ...TUS,
    'Upload-Length': String(size),
    'Upload-Metadata': `bucket_id ${base64(bucket.id)},path ${base64(path)}`,
  };
  const isDone = await writeLog.did(async () => {
    const answer = await owner.call('POST', '/storage/files/tus', { headers });
    location = answer.headers.get('Location');
    return answer;
  });
  return isDone && location ? new URL(location).pathname : undefined;
}

/** To the end even when the others have stopped: nothing is killed any more then. */
async function sendParts(
  { writeLog, owner }: StorageWorld,
  { url, path, bytes }: { url: string; path: string; bytes: Buffer },
): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    const part = bytes.subarray(offset, offset + PART_BYTES);
    const type = { 'Content-Type': 'application/offset+octet-stream' };
    const headers = { ...TUS, ...type, 'Upload-Offset': String(offset) };
    writeLog.note(path, sha256(bytes), undefined);
    const isDone = await writeLog.did(() =>
      owner.call('PATCH', url, { headers, body: new Uint8Array(part) }),
    );
    offset = isDone ? offset + part.length : await offsetOf(owner, url);
  }
  writeLog.note(path, sha256(bytes));
}

async function offsetOf(owner: Caller, url: string): Promise<number> {
  for (;;) {
    const answer = await attempt(() => owner.call('HEAD', url, { headers: TUS }));
    if (answer?.status === 200) return Number(answer.headers.get('Upload-Offset'));
    if (answer && answer.status < 500) throw new Error(`HEAD of an upload answered ${answer.status}`);
    await pause(50);
  }
}
