/** How far a topic had come when the page was left. */
export interface LeftTopic {
  cursor: string;
  /** Milliseconds since 1970. */
  at: number;
}

const STORED = 'selfdb.realtime.left';
const MAX_STORED = 50;

type Stored = Record<string, LeftTopic>;

/** What this browser remembers of its last visit, by topic. */
export function readLeftTopics(
  storage: Pick<Storage, 'getItem'> = localStorage,
): ReadonlyMap<string, LeftTopic> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORED) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return new Map();
    return new Map(Object.entries(stored).filter((entry): entry is [string, LeftTopic] => isLeft(entry[1])));
  } catch {
    return new Map();
  }
}

/** Remembers how far a topic has come. The topics left longest ago are forgotten. */
export function rememberLeft(
  topic: string,
  left: LeftTopic,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
): void {
  const known = new Map(readLeftTopics(storage));
  known.delete(topic);
  const latest: Stored = Object.fromEntries([...known, [topic, left] as const].slice(-MAX_STORED));
  try {
    storage.setItem(STORED, JSON.stringify(latest));
  } catch {
    // Without space it is forgotten; the page works all the same.
  }
}

function isLeft(value: unknown): value is LeftTopic {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cursor' in value &&
    typeof value.cursor === 'string' &&
    'at' in value &&
    typeof value.at === 'number'
  );
}
