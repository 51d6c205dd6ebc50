/** The bytes of files, as the storage worker keeps them: objects under the keys of `segmentKey`. */
export interface BlobStorage {
  read(key: string): AsyncIterable<Uint8Array>;
  /** Stores an object. It appears whole and durable when the promise resolves, or not at all. */
  write(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}
