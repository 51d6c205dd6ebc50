import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { LevelBadge } from '../../../ui/display/badge.tsx';
import { type ListColumn, type ListSort, ListTable } from '../../../ui/display/list-table.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { answerOf, ownersQuery } from '../../tables/queries.ts';
import { bucketPath } from '../paths.ts';
import type { StorageBucket } from '../queries.ts';
import { describeBucketAccess } from './bucket-access.ts';
import { BucketMenu } from './bucket-menu.tsx';

interface BucketsListProps {
  buckets: StorageBucket[];
  sort: ListSort;
  onSort: (sort: ListSort) => void;
}

/** The buckets, a row each. */
export function BucketsList(props: BucketsListProps) {
  const sdk = useSdk();
  const ids = () => [...new Set(props.buckets.map((bucket) => bucket.owner_id))];
  const owners = createQuery(() => ownersQuery(sdk, ids()));
  const columns: ListColumn<StorageBucket>[] = [
    { id: 'name', header: 'Name', sortable: true, cell: (bucket) => <BucketName bucket={bucket} /> },
    {
      id: 'access',
      header: 'Access',
      cell: (bucket) => <LevelBadge level={describeBucketAccess(bucket.access)} />,
    },
    {
      id: 'files',
      header: 'Files',
      sortable: true,
      wideOnly: true,
      align: 'right',
      cell: (bucket) => formatCount(bucket.file_count),
    },
    {
      id: 'size',
      header: 'Size',
      sortable: true,
      wideOnly: true,
      align: 'right',
      cell: (bucket) => <span class="whitespace-nowrap">{formatBytes(bucket.total_size)}</span>,
    },
    { id: 'limits', header: 'Limits', wideOnly: true, cell: (bucket) => <Limits bucket={bucket} /> },
    {
      id: 'owner',
      header: 'Owner',
      wideOnly: true,
      cell: (bucket) => (
        <span class="block max-w-40 truncate text-muted">
          {answerOf(owners)?.get(bucket.owner_id) ?? '…'}
        </span>
      ),
    },
    {
      id: 'updated_at',
      header: 'Changed',
      sortable: true,
      wideOnly: true,
      cell: (bucket) => (
        <time class="whitespace-nowrap text-muted" title={formatTime(bucket.updated_at)}>
          {formatAgo(bucket.updated_at)}
        </time>
      ),
    },
    {
      id: 'menu',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (bucket) => <BucketMenu bucket={bucket} />,
    },
  ];
  return (
    <ListTable
      label="Buckets"
      columns={columns}
      items={props.buckets}
      sort={props.sort}
      onSort={props.onSort}
    />
  );
}

function BucketName(props: { bucket: StorageBucket }) {
  return (
    <div class="max-w-40 py-1.5 sm:max-w-60 lg:max-w-96">
      <A
        href={bucketPath(props.bucket.name)}
        title={props.bucket.name}
        class="block truncate font-medium hover:text-link"
      >
        {props.bucket.name}
      </A>
      <span class="tabular block text-xs text-muted md:hidden">
        {counted(props.bucket.file_count, 'file')}, {formatBytes(props.bucket.total_size)}
      </span>
      <Show when={props.bucket.description}>
        <span class="block truncate text-xs text-muted">{props.bucket.description}</span>
      </Show>
    </div>
  );
}

function Limits(props: { bucket: StorageBucket }) {
  const types = () => props.bucket.allowed_mime_types ?? [];
  const parts = () => [
    ...(props.bucket.max_file_size === null
      ? []
      : [`up to ${formatBytes(props.bucket.max_file_size)} a file`]),
    ...(types().length === 0 ? [] : [types().join(', ')]),
  ];
  return (
    <span class="block max-w-36 truncate text-muted" title={parts().join('; ')}>
      <For each={parts()} fallback="None">
        {(part, index) => (
          <>
            {index() > 0 ? '; ' : ''}
            {part}
          </>
        )}
      </For>
    </span>
  );
}
