import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar/fs';

const [FILE_MODE, DIRECTORY_MODE] = [0o600, 0o700];

interface Owner {
  uid: number;
  gid: number;
}

/** Unpacks a base backup into a new directory, which belongs to `owner`. `report` is told the unpacked bytes. */
export async function unpackBase(
  archive: AsyncIterable<Uint8Array>,
  directory: string,
  owner: Owner | undefined,
  report: (bytes: number) => void,
): Promise<void> {
  await mkdir(directory, { mode: DIRECTORY_MODE });
  let bytes = 0;
  await pipeline(
    archive,
    createGunzip(),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        bytes += chunk.byteLength;
        report(bytes);
        yield chunk;
      }
    },
    unpackTar(directory, { fmode: FILE_MODE, dmode: DIRECTORY_MODE }),
  );
  await settle(directory, owner);
}

/** Postgres itself makes the files durable when it recovers (`recovery_init_sync_method`). */
async function settle(directory: string, owner: Owner | undefined): Promise<void> {
  await chmod(directory, DIRECTORY_MODE);
  if (owner) await chown(directory, owner.uid, owner.gid);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await settle(path, owner);
    else if (owner) await chown(path, owner.uid, owner.gid);
  }
}
