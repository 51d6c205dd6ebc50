const UUID_V7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const KEY = new RegExp(`/(${UUID_V7})\\.([0-9a-z]+)$`);

export interface SegmentName {
  blobId: string;
  segment: string;
}

/**
 * The key of a blob's segment: `20261124/9c/<blob id>.<segment>`. The folders are the day on which the blob id (UUID v7)
 * was created and the id's last two digits: this keeps directories small, and the blobs of a day together.
 */
export function segmentKey({ blobId, segment }: SegmentName): string {
  const day = new Date(mintedAt(blobId)).toISOString().slice(0, 10).replaceAll('-', '');
  return `${day}/${blobId.slice(-2)}/${blobId}.${segment}`;
}

/** Parses a key. Undefined for any other object in the store. */
export function parseSegmentKey(key: string): SegmentName | undefined {
  const [, blobId, segment] = KEY.exec(key) ?? [];
  return blobId && segment && segmentKey({ blobId, segment }) === key ? { blobId, segment } : undefined;
}

/** When a UUID v7 was created, in milliseconds since 1970: its first 48 bits (RFC 9562, 5.7). */
function mintedAt(uuid: string): number {
  return Number.parseInt(`${uuid.slice(0, 8)}${uuid.slice(9, 13)}`, 16);
}
