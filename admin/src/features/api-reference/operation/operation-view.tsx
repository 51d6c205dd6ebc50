import { createMemo, Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { Tabs } from '../../../ui/display/tabs.tsx';
import type { ApiDocument } from '../contract/openapi.ts';
import type { Caller, Operation } from '../contract/operations.ts';
import { MethodBadge } from '../list/method-badge.tsx';
import { usePageState } from '../page-context.tsx';
import { withPlaceholders } from '../snippets/call.ts';
import { SnippetCard } from '../snippets/snippet-card.tsx';
import { TableChoice } from '../tables/table-choice.tsx';
import { TryPart } from '../try/try-part.tsx';
import { MarkdownText } from './markdown-text.tsx';
import { ReferencePart } from './reference-part.tsx';
import { useDraft } from './use-draft.ts';

const CALLERS: Record<Caller, { label: string; hint: string }> = {
  anyone: { label: 'Anyone', hint: 'Needs neither the API key nor a token.' },
  key: { label: 'API key', hint: 'Anyone who has the API key. No user needs to be signed in.' },
  'key-or-user': {
    label: 'API key, or a user',
    hint: 'Anyone who has the API key. A signed-in user may do and see more.',
  },
  user: { label: 'Signed-in user', hint: 'Needs the API key and the token of a user who has signed in.' },
};

/** One operation: what it does, a program that uses it, what it takes and answers, and a form that sends it. */
export function OperationView(props: { document: ApiDocument; operation: Operation }) {
  const { around, settled, search, setSearch } = usePageState();
  const { operation, document } = props;
  const model = useDraft({ operation, document, around });
  const isSocket = operation.answers.some(({ status }) => status === '101');
  const part = () => (search.part === 'try' && !isSocket ? 'try' : 'reference');
  const caller = createMemo(() => CALLERS[operation.caller]);
  return (
    <article class="max-w-4xl space-y-4 p-4 sm:p-6" aria-label={operation.title}>
      <header class="space-y-2">
        <h2 class="text-lg font-semibold">{operation.title}</h2>
        <div class="flex flex-wrap items-center gap-2">
          <MethodBadge method={operation.method} />
          <code class="font-mono text-sm break-all">{operation.path}</code>
          <CopyButton label="Copy the path" text={operation.path} />
          <Badge title={caller().hint}>{caller().label}</Badge>
          <Show when={operation.allowed}>
            <Badge tone="warning" title="Others are refused.">
              {operation.allowed}
            </Badge>
          </Show>
        </div>
        <MarkdownText text={operation.description} class="text-sm text-muted" />
      </header>
      <TableChoice path={operation.path} />
      <Show
        when={!isSocket}
        fallback={
          <p class="text-sm text-muted">
            Use the package <code class="font-mono">@selfdb/sdk</code> or a client of Phoenix Channels. “Start
            here” has a program that watches a table.
          </p>
        }
      >
        <Show when={settled()} fallback={<Skeleton class="h-56 w-full" />}>
          <SnippetCard calls={[withPlaceholders(model.call())]} />
        </Show>
      </Show>
      <Tabs
        label="Parts of the operation"
        class="block"
        tabs={[
          { id: 'reference', label: 'Reference' },
          ...(isSocket ? [] : [{ id: 'try', label: 'Try it' }]),
        ]}
        value={part()}
        onChange={(id) => setSearch({ part: id === 'try' ? id : undefined }, { replace: true })}
      >
        <div class="pt-4">
          <Show
            when={part() === 'try'}
            fallback={<ReferencePart document={document} operation={operation} />}
          >
            <Show when={settled()} fallback={<Skeleton class="h-40 w-full" />}>
              <TryPart document={document} operation={operation} model={model} />
            </Show>
          </Show>
        </div>
      </Tabs>
    </article>
  );
}
