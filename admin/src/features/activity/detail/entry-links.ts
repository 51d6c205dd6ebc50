import type { AuditEntry } from '@selfdb/sdk';
import { functionPath } from '../../functions/paths.ts';
import { tablePath } from '../../tables/paths.ts';
import { webhookPath } from '../../webhooks/paths.ts';

export interface EntryLink {
  label: string;
  href: string;
}

/** Where to go on from an entry: what it is about, who did it, and what else the request did. */
export function linksOf(entry: AuditEntry): EntryLink[] {
  const { action, actor, target_type: type, target_id: id, target_name: name, request_id: request } = entry;
  const isGone = action.endsWith('.deleted') && !action.startsWith('column') && !action.startsWith('index');
  return [
    ...(type === 'table' && name && !isGone
      ? [{ label: 'Show the rows', href: tablePath({ name, id }) }]
      : []),
    ...(type === 'user' && id && !isGone ? [{ label: 'Show the user', href: `/users?user=${id}` }] : []),
    ...(type === 'bucket' && id && action !== 'bucket.deleted'
      ? [{ label: 'Show the bucket', href: `/storage?${new URLSearchParams({ bucket: id })}` }]
      : []),
    ...(type === 'function' && id && !isGone ? [{ label: 'Show the function', href: functionPath(id) }] : []),
    ...(type === 'webhook' && id && !isGone ? [{ label: 'Show the webhook', href: webhookPath(id) }] : []),
    ...(type === 'file' && typeof entry.details.bucket_id === 'string'
      ? [
          {
            label: 'Show the bucket',
            href: `/storage?${new URLSearchParams({ bucket: entry.details.bucket_id })}`,
          },
        ]
      : []),
    ...(type === 'sql' ? [{ label: 'Open the SQL editor', href: '/sql' }] : []),
    ...(actor && actor.id !== id ? [{ label: 'Show who did it', href: `/users?user=${actor.id}` }] : []),
    ...(actor
      ? [
          {
            label: 'Show all by this person',
            href: `/activity?${new URLSearchParams({ person: actor.email })}`,
          },
        ]
      : []),
    ...(request
      ? [{ label: 'Show the request in the logs', href: `/logs?${new URLSearchParams({ search: request })}` }]
      : []),
  ];
}
