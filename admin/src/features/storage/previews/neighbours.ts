import { useQueryClient } from '@tanstack/solid-query';
import { createMemo } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ParsedValue } from '../../../ui/format/exact-json.ts';
import { useBucketBrowser } from '../browse/browser.tsx';
import { fileQuery, type StorageFile } from '../queries.ts';

/** Goes to the files before and after one in the listing. Undefined where there is none. */
export function useNeighbours(file: () => StorageFile) {
  const { listing, change } = useBucketBrowser();
  const client = useQueryClient();
  const sdk = useSdk();
  const place = createMemo(() => {
    const count = listing.count() ?? 0;
    for (let index = 0; index < count; index += 1) {
      const entry = listing.entryAt(index);
      if (entry?.kind === 'file' && entry.file.id === file().id) return index;
    }
    return undefined;
  });
  const to = (step: 1 | -1) => {
    const at = place();
    const count = listing.count() ?? 0;
    const target = at === undefined ? -1 : at + step;
    // Folders come first.
    if (target < count - listing.files() || target >= count) return undefined;
    return async () => {
      const [entry] = await listing.gather(target, target);
      if (entry?.kind !== 'file') return;
      // What the listing knows is shown at once, if it can't hold numbers that it has rounded.
      if (Object.keys(entry.file.metadata).length === 0)
        client.setQueryData(fileQuery(sdk, entry.file.id).queryKey, new ParsedValue(entry.file));
      change({ file: entry.file.id }, 'replace');
    };
  };
  return { previous: () => to(-1), next: () => to(1) };
}
