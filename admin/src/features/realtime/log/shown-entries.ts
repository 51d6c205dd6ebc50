import type { PageState, ShownKind } from '../page-state.ts';
import type { EntryKind, LogEntry } from './entry.ts';

const NOTICES: EntryKind[] = ['gap', 'joined', 'closed'];
const texts = new WeakMap<LogEntry, string>();

/** The entries that the view asks for, in its order. */
export function shownEntries(
  entries: LogEntry[],
  { kind, text, order }: Pick<PageState, 'kind' | 'text' | 'order'>,
): LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isWhole = kind === 'all' && words.length === 0;
  const found = isWhole ? entries : entries.filter((entry) => isKind(entry, kind) && hasAll(entry, words));
  return order === 'newest' ? found.toReversed() : found;
}

function isKind(entry: LogEntry, kind: ShownKind): boolean {
  if (kind === 'all') return true;
  return kind === 'notice' ? NOTICES.includes(entry.kind) : entry.kind === kind;
}

function hasAll(entry: LogEntry, words: string[]): boolean {
  return words.length === 0 || words.every((word) => textOf(entry).includes(word));
}

/** Everything that can be found of an entry, made when it is first searched. */
function textOf(entry: LogEntry): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text = `${entry.topic} ${entry.kind} ${JSON.stringify(entry.payload)}`.toLowerCase();
  texts.set(entry, text);
  return text;
}
