import type { Backup } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { type BackupActions, BackupMenu } from './backup-menu.tsx';
import { BackupState } from './backup-state.tsx';

interface BackupsTableProps {
  backups: Backup[];
  /** Whether a job runs, so that no other can begin. */
  busy: boolean;
  actions: BackupActions;
}

/** The backups, a row each. */
export function BackupsTable(props: BackupsTableProps) {
  const columns: ListColumn<Backup>[] = [
    { id: 'filename', header: 'Backup', cell: (backup) => <Name backup={backup} /> },
    { id: 'state', header: 'State', cell: (backup) => <BackupState backup={backup} /> },
    {
      id: 'created',
      header: 'Made',
      wideOnly: true,
      cell: (backup) => <Time at={backup.created_at} />,
    },
    {
      id: 'kind',
      header: 'Made by',
      wideOnly: true,
      cell: ({ kind }) => <span class="text-muted">{kind === 'scheduled' ? 'schedule' : 'hand'}</span>,
    },
    {
      id: 'proven',
      header: 'Last verified',
      wideOnly: true,
      cell: ({ proven_at }) => (
        <Show when={proven_at} fallback={<span class="text-muted">never</span>}>
          {(at) => <Time at={at()} />}
        </Show>
      ),
    },
    {
      id: 'size',
      header: 'Size',
      align: 'right',
      cell: ({ size }) => <span class="whitespace-nowrap">{size === 0 ? '' : formatBytes(size)}</span>,
    },
    {
      id: 'actions',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (backup) => <BackupMenu backup={backup} busy={props.busy} actions={props.actions} />,
    },
  ];
  return <ListTable label="Backups" columns={columns} items={props.backups} />;
}

function Name(props: { backup: Backup }) {
  return (
    <div class="max-w-44 py-1.5 sm:max-w-96">
      <span class="block font-mono text-xs max-md:break-all md:truncate" title={props.backup.filename}>
        {props.backup.filename}
      </span>
      <span class="block truncate text-xs text-muted md:hidden">{formatTime(props.backup.created_at)}</span>
      <Show when={props.backup.error}>
        {(error) => <span class="block text-xs text-danger">{error()}</span>}
      </Show>
    </div>
  );
}

function Time(props: { at: string }) {
  return (
    <time class="whitespace-nowrap" datetime={props.at} title={formatTime(props.at)}>
      {formatAgo(props.at)}
    </time>
  );
}
