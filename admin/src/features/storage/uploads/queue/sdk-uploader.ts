import { APIConnectionError, ConflictError, type SelfDB, SelfDBError } from '@selfdb/sdk';
import { forgetUpload, rememberUpload } from './remembered-uploads.ts';
import type { UploadItem } from './upload-item.ts';
import type { Uploader, UploadHooks } from './upload-queue.ts';

const MIB = 1024 * 1024;
const RESUMABLE_ABOVE = 8 * MIB;
const MAX_PART_BYTES = 64 * MIB;
/** So many parts show the progress well, and are few enough for the server. */
const PARTS = 200;
const CHANGED_FILE =
  'The file can’t be read any more. It was moved, changed or deleted after you chose it. Choose it again.';

/** Sends files by the SDK: small ones in one request, larger ones in parts that can be resumed. `sdk` gives the one of the session. */
export function createUploader(sdk: () => SelfDB): Uploader {
  return {
    async upload(item, hooks) {
      try {
        return await send(sdk(), item, hooks);
      } catch (error) {
        if (error instanceof APIConnectionError && !(await isReadable(item.file)))
          throw new Error(CHANGED_FILE);
        throw error;
      }
    },
    discard(item) {
      forgetUpload(item);
      // What can't be deleted now expires.
      if (item.resumeUrl)
        void sdk()
          .storage.files.cancelUpload(item.resumeUrl)
          .catch(() => {});
    },
  };
}

async function send(sdk: SelfDB, item: UploadItem, hooks: UploadHooks): Promise<'stored' | 'taken'> {
  const { file, batch, resumeUrl } = item;
  const mayReplace = batch.onConflict === 'rename' || batch.onConflict === 'replace';
  const isLarge = file.size > RESUMABLE_ABOVE;
  if (isLarge && !mayReplace && !resumeUrl && (await findTaken(sdk, item, hooks.signal))) return 'taken';
  try {
    await sendBytes(sdk, item, hooks);
  } catch (error) {
    if (resumeUrl && isGone(error)) return sendAnew(sdk, item, hooks);
    // An upload that is resumed has the choice that it began with.
    if (!(error instanceof ConflictError) || (mayReplace && !resumeUrl)) throw error;
    return item.attempts > 1 && (await isStored(sdk, item, hooks.signal)) ? 'stored' : 'taken';
  }
  forgetUpload(item);
  return 'stored';
}

/** The server keeps unfinished uploads for a limited time. */
function sendAnew(sdk: SelfDB, item: UploadItem, hooks: UploadHooks): Promise<'stored' | 'taken'> {
  forgetUpload(item);
  return send(sdk, { ...item, resumeUrl: undefined }, hooks);
}

async function sendBytes(sdk: SelfDB, item: UploadItem, hooks: UploadHooks): Promise<void> {
  const { file, path, batch, resumeUrl } = item;
  const { onConflict } = batch;
  await sdk.storage.files.upload(batch.bucketId, {
    filename: path.slice(path.lastIndexOf('/') + 1),
    path,
    data: file,
    onConflict: onConflict === 'rename' || onConflict === 'replace' ? onConflict : 'error',
    resumableAbove: RESUMABLE_ABOVE,
    partBytes: Math.min(Math.max(file.size / PARTS, 2 * MIB), MAX_PART_BYTES),
    signal: hooks.signal,
    onProgress: ({ loaded }) => hooks.onProgress(loaded),
    onRetry: hooks.onStalled,
    onResumable(url) {
      hooks.onResumable(url);
      rememberUpload(item, url);
    },
    ...(resumeUrl ? { resumeFrom: resumeUrl } : {}),
  });
}

/** The file at the path of an upload, if there is one. */
async function findTaken(sdk: SelfDB, { batch, path }: UploadItem, signal: AbortSignal) {
  const prefix = path.normalize('NFC');
  const order = { sortBy: 'path', sortOrder: 'asc' } as const;
  const { data } = await sdk.storage.files.list(
    { bucketId: batch.bucketId, prefix, limit: 1, ...order },
    { signal },
  );
  return data.find((file) => file.path === prefix);
}

/** Whether an earlier attempt has arrived although its answer was lost. Browsers compute hashes on secure pages only. */
async function isStored(sdk: SelfDB, item: UploadItem, signal: AbortSignal): Promise<boolean> {
  const found = await findTaken(sdk, item, signal);
  if (!found || found.size !== item.file.size || item.file.size > RESUMABLE_ABOVE || !crypto.subtle)
    return false;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await item.file.arrayBuffer()));
  return found.checksum_sha256 === [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isGone(error: unknown): boolean {
  return error instanceof SelfDBError && (error.status === 404 || error.status === 410);
}

/** A browser does not tell a file that it can't read from a connection that broke. */
async function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}
