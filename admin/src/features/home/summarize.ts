const HIDDEN = new Set(['created_at', 'updated_at']);
const SHOWN_FIELDS = 4;
const MAX_LENGTH = 40;

/** A row in a line: its first values that say something. */
export function summarize(row: Record<string, unknown> | null): string {
  if (!row) return '';
  return Object.entries(row)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== null && value !== '')
    .toSorted(([a], [b]) => Number(a === 'id') - Number(b === 'id'))
    .slice(0, SHOWN_FIELDS)
    .map(([name, value]) => `${name}: ${shorten(value)}`)
    .join(' · ');
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
