import type { Bindings } from '@selfdb/server/http/context';
import type { JanitorNamespace } from './janitor/janitor-namespace.ts';

export interface StorageBindings extends Bindings<'storage'> {
  /** The directory of blobs, a disk service of workerd; absent with STORAGE_BACKEND=s3. */
  BLOBS?: Fetcher;
  /** Absent where another process has the Durable Object. */
  JANITOR?: JanitorNamespace;
  /** The storage worker of that process. */
  JANITOR_OWNER?: Fetcher;
}
