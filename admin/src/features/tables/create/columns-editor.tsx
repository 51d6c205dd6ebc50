import Plus from 'lucide-solid/icons/plus';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import type { OwnType } from '../queries.ts';
import { ColumnLine } from './column-line.tsx';
import { addedColumns, columnProblems, isBlank } from './draft.ts';
import type { DraftStore } from './draft-store.ts';

interface ColumnsEditorProps {
  store: DraftStore;
  own: OwnType[] | undefined;
  tried: boolean;
}

/** The columns of a new table, a line each. Enter goes to the next line, and adds one after the last. */
export function ColumnsEditor(props: ColumnsEditorProps) {
  const columns = () => props.store.draft.columns;
  const problems = createMemo(() => columnProblems(columns(), props.own));
  const [dragged, setDragged] = createSignal<number>();
  const inputs = new Map<number, HTMLInputElement>();
  // At once, so that no key is lost that a person types meanwhile.
  const focus = (key: number | undefined) =>
    queueMicrotask(() => key !== undefined && inputs.get(key)?.focus());
  // A line that moves loses the focus, and the panel around it then takes it. Chromium also loses the caret of an input that is
  // moved with the focus in it, and gives it back only to one that gets the focus anew.
  const focusMoved = (key: number) =>
    requestAnimationFrame(() => {
      inputs.get(key)?.blur();
      inputs.get(key)?.focus();
    });

  function next(key: number) {
    const place = columns().findIndex((column) => column.key === key);
    const following = columns()[place + 1];
    focus(following ? following.key : props.store.addAfter(key));
  }
  function remove(key: number) {
    const place = columns().findIndex((column) => column.key === key);
    props.store.remove(key);
    focus((columns()[place] ?? columns()[place - 1])?.key);
  }
  function move(key: number, by: number) {
    props.store.move(key, by);
    focusMoved(key);
  }
  const added = () => addedColumns(columns().filter((column) => !isBlank(column)));
  return (
    <section aria-label="Columns" class="space-y-2">
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h3 class="text-xs font-medium text-muted">Columns</h3>
        <span class="hidden items-center gap-1.5 text-xs text-muted sm:flex">
          <Keys keys="Space" /> type <Keys keys="Enter" /> next column <Keys keys="Alt+↑" />{' '}
          <Keys keys="Alt+↓" /> move
        </span>
      </div>
      <Show when={added().length > 0}>
        <p class="text-xs text-muted">
          Added automatically: <span class="font-mono">{added().join(', ')}</span>
        </p>
      </Show>
      <ol class="space-y-1.5">
        <For each={columns()}>
          {(column, index) => (
            <ColumnLine
              column={column}
              number={index() + 1}
              own={props.own ?? []}
              problems={problems().get(column.key) ?? {}}
              tried={props.tried}
              onChange={(change) => props.store.setColumn(column.key, change)}
              onNext={() => next(column.key)}
              onRemove={() => remove(column.key)}
              onMove={(by) => move(column.key, by)}
              onDrag={setDragged}
              onDragOver={() => {
                const key = dragged();
                if (key !== undefined) props.store.moveTo(key, index());
              }}
              nameRef={(element) => inputs.set(column.key, element)}
            />
          )}
        </For>
      </ol>
      <Button size="sm" icon={<Plus />} onClick={() => focus(props.store.addAfter(undefined))}>
        Add column
      </Button>
    </section>
  );
}
