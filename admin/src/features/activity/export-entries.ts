import type { AuditEntry } from '@selfdb/sdk';
import { csvField } from '../../ui/format/csv.ts';
import { toItem } from './items/item.ts';
import { textOf } from './items/sentence.ts';

const COLUMNS: [string, (entry: AuditEntry) => string | null | undefined][] = [
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['outcome', ({ outcome }) => outcome],
  ['sentence', (entry) => textOf(toItem(entry))],
  ['actor_id', ({ actor }) => actor?.id],
  ['actor_email', ({ actor }) => actor?.email],
  ['target_type', ({ target_type }) => target_type],
  ['target_id', ({ target_id }) => target_id],
  ['target_name', ({ target_name }) => target_name],
  ['address', ({ address }) => address],
  ['user_agent', ({ user_agent }) => user_agent],
  ['request_id', ({ request_id }) => request_id],
  ['count', ({ count }) => String(count)],
  ['details', ({ details }) => JSON.stringify(details)],
];

/** Entries as CSV with a line of names, or as a JSON array. */
export function exportEntries(entries: AuditEntry[], format: 'csv' | 'json'): Blob {
  if (format === 'json') {
    return new Blob([`${JSON.stringify(entries, null, 2)}\n`], { type: 'application/json' });
  }
  const lines = entries.map((entry) =>
    COLUMNS.map(([, read]) => csvField(read(entry) ?? undefined)).join(','),
  );
  return new Blob([`${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\n')}\n`], {
    type: 'text/csv',
  });
}
