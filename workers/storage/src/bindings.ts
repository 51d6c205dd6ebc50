import type { Bindings } from '@selfdb/server/http/context';
import type { Janitor } from './janitor/janitor.ts';

export interface StorageBindings extends Bindings<'storage'> {
  /** The directory of blobs, a disk service of workerd; absent with STORAGE_BACKEND=s3. */
  BLOBS?: Fetcher;
  /** The Durable Object that works in the background. */
  JANITOR: { getByName(name: string): Pick<Janitor, 'wake'> };
}
