import { createQuery, keepPreviousData } from '@tanstack/solid-query';
import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from 'solid-js';
import { Code } from '../../../ui/display/code.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../queries.ts';

const DELAY_MS = 300;

interface SqlPreviewProps<T> {
  /** The change; undefined while it is incomplete. */
  of: T | undefined;
  /** Asks the server for the SQL of it. */
  preview: (change: T, signal: AbortSignal) => Promise<{ statements: string[] }>;
  /** Said in place of the SQL while the change is incomplete. */
  incomplete?: string;
}

/** The SQL that a change will run, as the server would run it, or why it would refuse. It follows the typing. */
export function SqlPreview<T>(props: SqlPreviewProps<T>) {
  const id = createUniqueId();
  const [settled, setSettled] = createSignal<T | undefined>(props.of);
  createEffect(
    on(
      () => JSON.stringify(props.of),
      () => {
        const timer = setTimeout(() => setSettled(() => props.of), DELAY_MS);
        onCleanup(() => clearTimeout(timer));
      },
      { defer: true },
    ),
  );
  const query = createQuery(() => ({
    queryKey: ['preview', id, JSON.stringify(settled())],
    enabled: settled() !== undefined,
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const change = settled();
      return change === undefined ? [] : (await props.preview(change, signal)).statements;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  }));
  const sql = () => (answerOf(query) ?? []).map((statement) => `${statement};`).join('\n');
  return (
    <div class="space-y-1">
      <h3 class="text-xs font-medium text-muted">SQL that will run</h3>
      <Show
        when={props.of !== undefined}
        fallback={<p class="text-xs text-muted">{props.incomplete ?? 'Nothing has changed yet.'}</p>}
      >
        <Show when={!query.isError} fallback={<Refusal error={query.error} />}>
          <Show when={answerOf(query) !== undefined} fallback={<Skeleton class="h-16" />}>
            <Show
              when={sql()}
              fallback={
                <p class="text-xs text-muted">None: only what SelfDB remembers of the table changes.</p>
              }
            >
              <Code label="SQL" code={sql()} wrap />
            </Show>
          </Show>
        </Show>
      </Show>
    </div>
  );
}

/** Why the server would refuse the change. Quieter than an error: nothing has failed yet. */
function Refusal(props: { error: unknown }) {
  return (
    <p role="status" class="text-sm text-danger">
      The server would refuse this: {describeError(props.error).message}
    </p>
  );
}
