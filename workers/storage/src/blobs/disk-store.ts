import { type BlobStore, type BlobWriter, bytesMissing, storeFull, storeUnavailable } from './blob-store.ts';

const ORIGIN = 'http://blobs/';

interface DirectoryEntry {
  name: string;
  type: 'file' | 'directory' | string;
}

/**
 * A directory served by workerd's disk service, which writes a temporary file beside the target and renames it
 * (https://github.com/cloudflare/workerd, workerd.capnp, DiskDirectory). It must be `writable` and `allowDotfiles`:
 * the temporary files of a killed process begin with a dot, and `scan` must find them.
 */
export function createDiskStore(directory: Pick<Fetcher, 'fetch'>): BlobStore {
  const list = async (path: string): Promise<DirectoryEntry[]> => {
    const answer = await send(directory, path);
    return answer.status === 404 ? [] : ((await answer.json()) as DirectoryEntry[]);
  };
  const folders = async (path: string) =>
    (await list(path)).flatMap(({ name, type }) => (type === 'directory' ? [`${path}${name}/`] : [])).sort();

  return {
    write: (key) => openWriter(directory, key),

    async read(key, range) {
      const headers: HeadersInit = range
        ? { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` }
        : {};
      const answer = await send(directory, key, { headers });
      if (answer.status === 404 || !answer.body) throw bytesMissing(key);
      const length = answer.headers.get('Content-Length');
      if (!range || length === null || Number(length) === range.length) return answer.body;
      // The file is shorter than its row says.
      await answer.body.cancel();
      throw bytesMissing(key);
    },

    async remove(key) {
      await send(directory, key, { method: 'DELETE' });
    },

    /** A batch is one of the innermost folders, and the cursor is its path. */
    async scan(cursor = '') {
      const [day = '', shard = ''] = cursor.split('/');
      const days = (await folders('')).filter((path) => path >= `${day}/`);
      for (const path of days) {
        const shards = (await folders(path)).filter(
          (each) => path !== `${day}/` || each > `${day}/${shard}/`,
        );
        const [next] = shards;
        if (next === undefined) continue;
        const entries = await list(next);
        return { keys: entries.map(({ name }) => `${next}${name}`), cursor: next };
      }
      return { keys: [], cursor: undefined };
    },

    // `scan` lists them.
    discardUnfinished: async () => 0,

    async modifiedAt(key) {
      const answer = await send(directory, key, { method: 'HEAD' });
      const time = answer.headers.get('Last-Modified');
      return answer.ok && time ? new Date(time) : undefined;
    },
  };
}

function openWriter(directory: Pick<Fetcher, 'fetch'>, key: string): BlobWriter {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  // Ending the body would complete the object, so `abort` cancels the request itself.
  const cancel = new AbortController();
  const stored = send(directory, key, { method: 'PUT', body: readable, signal: cancel.signal });
  // `close` reports the error. After `abort` it is irrelevant.
  stored.catch(() => {});
  return {
    // If the disk is full, this fails because the service stops reading, and `stored` has the reason.
    write: (bytes) =>
      writer.write(bytes).catch(async (error: unknown) => {
        await stored;
        throw storeUnavailable(error);
      }),
    async close() {
      await Promise.all([writer.close(), stored]).catch(async () => {
        await stored;
        throw storeUnavailable('the object was not closed');
      });
    },
    async abort() {
      cancel.abort();
      await writer.abort().catch(() => {});
      await stored.catch(() => {});
    },
  };
}

/** Throws an AppError unless the service answers with success or 404. */
async function send(
  directory: Pick<Fetcher, 'fetch'>,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  let answer: Response;
  try {
    answer = await directory.fetch(`${ORIGIN}${path}`, init);
  } catch (error) {
    throw isOverloaded(error) ? storeFull(error) : storeUnavailable(error);
  }
  if (answer.ok || answer.status === 404) return answer;
  if (answer.status === 507) throw storeFull();
  throw storeUnavailable(`the disk service answered ${answer.status}`);
}

/** Whether it is the error that workerd makes of ENOSPC and EDQUOT. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true;
}
