import type { RestorableTimes } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import { For, type JSX, Match, Switch } from 'solid-js';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';

/** Why no time can be restored, and what to do about it; before it is known, that it is asked for. */
export function WhyNot(props: { query: CreateQueryResult<RestorableTimes> }) {
  return (
    <Switch fallback={<Skeleton class="h-24 w-full" />}>
      <Match when={answerOf(props.query)}>{(times) => <Reason times={times()} />}</Match>
      <Match when={props.query.error}>
        {(error) => (
          <ErrorNotice
            title="Which times can be restored could not be read."
            error={error()}
            onRetry={() => void props.query.refetch()}
          />
        )}
      </Match>
    </Switch>
  );
}

function Reason(props: { times: RestorableTimes }) {
  return (
    <div class="space-y-2 text-sm">
      <Switch>
        <Match when={props.times.reason === 'own_postgres'}>
          <p>
            <Code>DATABASE_URL</Code> names a Postgres of your own, whose log SelfDB does not keep. Use the
            point-in-time recovery of that server, or restore a backup from the list.
          </p>
        </Match>
        <Match when={props.times.reason === 'no_base_backup'}>
          <p>
            The first base backup is not made yet. It comes within a minute after SelfDB has been started;
            from then on, any second can be restored. This page tells if something keeps it from being made.
          </p>
          <For each={props.times.problems}>{(problem) => <p class="text-danger">{problem}</p>}</For>
        </Match>
        <Match when={true}>
          <p>Back to any second is off, so only the backups in the list can be restored.</p>
          <ol class="list-decimal space-y-1 pl-5">
            <li>
              Write <Code>BACKUP_PITR_DAYS=7</Code> to <Code>.env</Code>.
            </li>
            <li>
              Run <Code>./selfdb restart</Code>.
            </li>
          </ol>
          <p>
            From then on, any second of the last seven days can be restored. It takes room where the backups
            are: a copy of the database a day, compressed, and its log.
          </p>
        </Match>
      </Switch>
      <p class="text-muted">
        More is in <Code>docs/backup.md</Code>, “Back to any second”.
      </p>
    </div>
  );
}

function Code(props: { children: JSX.Element }) {
  return <code class="font-mono text-xs whitespace-nowrap">{props.children}</code>;
}
