import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { SearchField } from '../../../ui/controls/search-field.tsx';
import { findOperations, type OperationGroup } from '../contract/operations.ts';
import { MethodBadge } from './method-badge.tsx';

interface OperationListProps {
  groups: OperationGroup[];
  current: string | undefined;
  /** Without an id, how to begin. */
  onOpen: (id: string | undefined) => void;
  fieldRef: (element: HTMLInputElement) => void;
}

const LINE =
  'flex w-full items-baseline gap-2 rounded-md px-2 py-1 text-left text-sm pointer-coarse:py-2.5 hover:bg-hover aria-[current]:bg-accent-soft';

/** All operations by feature, with a search. Enter in the search opens the first that is found. */
export function OperationList(props: OperationListProps) {
  const [typed, setTyped] = createSignal('');
  const found = createMemo(() => findOperations(props.groups, typed()));
  const first = () => found()[0]?.operations[0];
  function openFirst() {
    const operation = first();
    if (operation) props.onOpen(operation.id);
  }
  let list!: HTMLElement;
  onMount(() => list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
  return (
    <div class="flex min-h-0 w-full flex-1 flex-col">
      <div class="p-3">
        <SearchField
          atOnce
          class="w-full"
          label="Search operations"
          value={typed()}
          onChange={setTyped}
          onEnter={openFirst}
          ref={props.fieldRef}
        />
      </div>
      <nav ref={list} aria-label="Operations" class="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <Show when={typed() === ''}>
          <button
            type="button"
            class={`${LINE} font-medium`}
            aria-current={props.current === undefined ? 'page' : undefined}
            onClick={() => props.onOpen(undefined)}
          >
            Start here
          </button>
        </Show>
        <For
          each={found()}
          fallback={<p class="px-2 py-1 text-sm text-muted">Nothing has all these words.</p>}
        >
          {(group) => (
            <section class="mt-3">
              <h2 class="px-2 pb-1 text-xs font-medium text-muted">{group.name}</h2>
              <For each={group.operations}>
                {(operation) => (
                  <button
                    type="button"
                    class={LINE}
                    title={`${operation.method} ${operation.path}`}
                    aria-current={operation.id === props.current ? 'page' : undefined}
                    onClick={() => props.onOpen(operation.id)}
                  >
                    <MethodBadge method={operation.method} class="w-12" />
                    <span class="min-w-0 flex-1 break-words">{operation.title}</span>
                  </button>
                )}
              </For>
            </section>
          )}
        </For>
      </nav>
    </div>
  );
}
