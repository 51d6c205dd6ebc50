const HIDDEN = new Set(['created_at', 'updated_at']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const UUID_TAIL = 8;
const SHOWN_FIELDS = 4;
const MAX_LENGTH = 40;

type Field = [name: string, value: unknown];

/** A row in a line: its first values that say something to a person. A UUID comes last, as it only tells rows apart. */
export function summarize(row: Record<string, unknown> | null): string {
  return meaningfulFields(row)
    .slice(0, SHOWN_FIELDS)
    .map(([name, value]) => `${name}: ${shorten(value)}`)
    .join(' · ');
}

/** What a person calls a row: its first text, or else its key. */
export function nameOfRow(row: Record<string, unknown> | null): string {
  const fields = meaningfulFields(row);
  const [, value] = fields.find(([, each]) => typeof each === 'string' && !isUuid(each)) ??
    fields.find(([name]) => name === 'id') ??
    fields[0] ?? ['', ''];
  return shorten(value);
}

function meaningfulFields(row: Record<string, unknown> | null): Field[] {
  const rank = ([name, value]: Field) => (isUuid(value) ? 2 : name === 'id' ? 0 : 1);
  return Object.entries(row ?? {})
    .filter(([name, value]) => !HIDDEN.has(name) && value !== null && value !== '')
    .toSorted((a, b) => rank(a) - rank(b));
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** UUIDs that were made one after the other differ at their end. */
function shorten(value: unknown): string {
  if (isUuid(value)) return `…${value.slice(-UUID_TAIL)}`;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
