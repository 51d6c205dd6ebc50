import { createQuery, keepPreviousData } from '@tanstack/solid-query';
import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from 'solid-js';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';

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
  const sql = () => (query.data ?? []).map((statement) => `${statement};`).join('\n');
  return (
    <section aria-label="SQL" class="space-y-1">
      <h3 class="text-xs font-medium text-muted">SQL that will run</h3>
      <Show
        when={props.of !== undefined}
        fallback={<p class="text-xs text-muted">{props.incomplete ?? 'Nothing has changed yet.'}</p>}
      >
        <Show when={!query.isError} fallback={<ErrorNotice error={query.error} />}>
          <Show when={query.data !== undefined} fallback={<Skeleton class="h-16" />}>
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
    </section>
  );
}
