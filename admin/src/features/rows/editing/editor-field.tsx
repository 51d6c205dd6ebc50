import Search from 'lucide-solid/icons/search';
import { createSignal, For, onMount, Show } from 'solid-js';
import { ReferencePicker } from '../panel/reference-picker.tsx';
import { type GridColumn, takesEmptyText } from '../values/column-kind.ts';
import { valueText } from '../values/show-value.ts';

/** No value of Postgres contains it. */
const NULL_OPTION = '\u0000';

interface EditorFieldProps {
  column: GridColumn;
  value: unknown;
  typed: string | undefined;
  invalid: boolean;
  /** The text, or null for NULL, and where to go: rows down, columns right. */
  onCommit: (text: string | null, down: number, right: number) => void;
  onCancel: () => void;
}

const FIELD =
  'h-full w-full rounded-none border-2 border-accent bg-surface px-1.5 text-sm text-ink shadow-pop outline-none';

/** The field of a cell, by the type of its column. */
export function EditorField(props: EditorFieldProps) {
  const options = () =>
    props.column.kind === 'boolean' ? ['true', 'false'] : (props.column.options ?? undefined);
  return (
    <Show when={options()} fallback={<TextEditor {...props} />}>
      {(list) => <OptionEditor {...props} options={list()} />}
    </Show>
  );
}

/** What Enter, Tab and Esc do in an editor. */
function onEditorKey(event: KeyboardEvent, read: () => string | null, props: EditorFieldProps) {
  if (event.isComposing) return;
  const go: Record<string, () => void> = {
    Enter: () => props.onCommit(read(), event.shiftKey ? -1 : 1, 0),
    Tab: () => props.onCommit(read(), 0, event.shiftKey ? -1 : 1),
    Escape: props.onCancel,
  };
  event.stopPropagation();
  if (!Object.hasOwn(go, event.key)) return;
  event.preventDefault();
  go[event.key]?.();
}

function OptionEditor(props: EditorFieldProps & { options: string[] }) {
  let field: HTMLSelectElement | undefined;
  const start = () => {
    const { typed } = props;
    const matching = typed && props.options.find((option) => option.startsWith(typed.toLowerCase()));
    return matching || (props.value === null ? NULL_OPTION : valueText(props.value));
  };
  const read = () => (field?.value === NULL_OPTION ? null : (field?.value ?? null));
  onMount(() => field?.focus());
  return (
    <select
      ref={field}
      class={FIELD}
      aria-label={props.column.name}
      onKeyDown={(event) => onEditorKey(event, read, props)}
      onBlur={() => props.onCommit(read(), 0, 0)}
    >
      <Show when={props.column.nullable}>
        <option value={NULL_OPTION} selected={start() === NULL_OPTION}>
          NULL
        </option>
      </Show>
      <For each={props.options}>
        {(option) => (
          <option value={option} selected={start() === option}>
            {option}
          </option>
        )}
      </For>
    </select>
  );
}

function TextEditor(props: EditorFieldProps) {
  let field: HTMLInputElement | undefined;
  const [isNull, setNull] = createSignal(props.typed === undefined && props.value === null);
  const [picking, setPicking] = createSignal(false);
  const read = () => (isNull() ? null : (field?.value ?? ''));
  onMount(() => {
    if (!field) return;
    field.value = props.typed ?? valueText(props.value);
    field.focus();
    if (props.typed === undefined) field.select();
  });
  return (
    <div class="flex h-full">
      <input
        ref={field}
        class={FIELD}
        classList={{ 'font-mono': props.column.kind === 'array', 'border-danger': props.invalid }}
        aria-label={props.column.name}
        aria-invalid={props.invalid}
        autocomplete="off"
        spellcheck={false}
        placeholder={isNull() ? 'NULL' : takesEmptyText(props.column) ? 'empty' : ''}
        onInput={() => setNull(false)}
        onKeyDown={(event) => onEditorKey(event, read, props)}
        onBlur={(event) => {
          const within =
            event.relatedTarget instanceof Element && event.relatedTarget.closest('[data-editor]');
          if (!within && !picking()) props.onCommit(read(), 0, 0);
        }}
      />
      <Show when={props.column.nullable && takesEmptyText(props.column)}>
        <button
          type="button"
          data-editor
          class="border-2 border-l-0 border-accent bg-raised px-1.5 text-xs text-muted hover:text-ink"
          onClick={() => props.onCommit(null, 0, 0)}
        >
          NULL
        </button>
      </Show>
      <Show when={props.column.references}>
        {(reference) => (
          <>
            <button
              type="button"
              data-editor
              aria-label={`Pick a row of ${reference().table}`}
              class="border-2 border-l-0 border-accent bg-raised px-1.5 text-muted hover:text-ink"
              onClick={() => setPicking(true)}
            >
              <Search class="size-4" />
            </button>
            <Show when={picking()}>
              <ReferencePicker
                reference={reference()}
                onPick={(key) => props.onCommit(key, 0, 0)}
                onClose={props.onCancel}
              />
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
