import type { Backup } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import Archive from 'lucide-solid/icons/archive';
import Plus from 'lucide-solid/icons/plus';
import { Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';
import type { BackupActions } from './backup-menu.tsx';
import { BackupsTable } from './backups-table.tsx';

interface BackupsListProps {
  query: CreateQueryResult<Backup[]>;
  busy: boolean;
  actions: BackupActions;
  onCreate: () => void;
}

/** The list with what stands in its place while it loads, fails or is empty. */
export function BackupsList(props: BackupsListProps) {
  const backups = () => answerOf(props.query);
  return (
    <>
      <Show when={props.query.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The backups could not be listed."
            error={props.query.error}
            onRetry={() => void props.query.refetch()}
          />
        </div>
      </Show>
      <Switch>
        <Match when={props.query.isPending}>
          <SkeletonRows />
        </Match>
        <Match when={backups()?.length === 0}>
          <EmptyState
            icon={<Archive />}
            title="No backups yet"
            action={
              <Button variant="primary" icon={<Plus />} disabled={props.busy} onClick={props.onCreate}>
                Create backup
              </Button>
            }
          >
            A backup holds all rows, files and the configuration of one moment. Create one now, and set a
            schedule so that one is made every day.
          </EmptyState>
        </Match>
        <Match when={backups()}>
          {(list) => <BackupsTable backups={list()} busy={props.busy} actions={props.actions} />}
        </Match>
      </Switch>
    </>
  );
}
