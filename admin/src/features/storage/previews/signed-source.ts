import type { SelfDB, StoredFile } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';

const EXPIRES_SECONDS = 3600;

/** An address of a file's bytes for elements that can't send a token. The browser reads only the parts that it shows. */
export function signedSourceQuery(sdk: SelfDB, file: StoredFile) {
  return queryOptions({
    queryKey: ['signed-source', file.id, file.etag],
    async queryFn({ signal }): Promise<string> {
      const { url } = await sdk.storage.files.sign(file.id, { expiresIn: EXPIRES_SECONDS }, { signal });
      // The page may load from its own origin only, whatever address the server thinks that it has.
      return `/api/storage/files/signed${new URL(url).search}`;
    },
    staleTime: (EXPIRES_SECONDS / 2) * 1000,
    gcTime: 0,
  });
}
