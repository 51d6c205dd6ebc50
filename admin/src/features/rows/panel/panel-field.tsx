import { A } from '@solidjs/router';
import Search from 'lucide-solid/icons/search';
import SquareArrowOutUpRight from 'lucide-solid/icons/square-arrow-out-up-right';
import { createSignal, onMount, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { beginningOf } from '../../../ui/format/beginning.ts';
import { parseExact } from '../../../ui/format/exact-json.ts';
import type { GridColumn } from '../values/column-kind.ts';
import { defaultHint, type FieldState, hasDefault, NEEDS_VALUE } from './field-state.ts';
import { ReferencePicker } from './reference-picker.tsx';
import { referencePath } from './references.ts';

interface PanelFieldProps {
  column: GridColumn;
  field: FieldState;
  isNew: boolean;
  error: string | undefined;
  autofocus: boolean;
  onChange: (field: FieldState) => void;
}

const LONG_CHARACTERS = 80;
/** No value of Postgres contains it. */
const UNSET = '\u0000';
/** A panel gives the focus to its first button when it opens. */
const AFTER_OPENING_MS = 60;

/** A column's value in the side panel, with its type, NULL, the default and the row that it refers to. */
export function PanelField(props: PanelFieldProps) {
  let element: HTMLDivElement | undefined;
  const isNull = () =>
    props.field.mode === 'null' || (props.field.mode === 'default' && !hasDefault(props.column));
  const [whole, setWhole] = createSignal(false);
  const isTooLong = () =>
    !whole() && props.field.mode === 'value' && beginningOf(props.field.text) !== undefined;
  const toggle = (mode: 'null' | 'default') =>
    props.onChange({ ...props.field, mode: props.field.mode === mode ? 'value' : mode });
  onMount(() => {
    if (!props.autofocus) return;
    const input = element?.querySelector('input, textarea, button');
    if (input instanceof HTMLElement) setTimeout(() => input.focus(), AFTER_OPENING_MS);
  });
  return (
    <div ref={element} data-field={props.column.name}>
      <div class="mb-1 flex min-h-6 items-center gap-2">
        <span class="truncate text-sm font-medium">{props.column.name}</span>
        <span class="truncate text-xs text-muted">{props.column.type}</span>
        <span class="ml-auto flex items-center gap-1">
          <Show when={props.isNew && defaultHint(props.column) === NEEDS_VALUE}>
            <span class="text-xs text-warning">Required</span>
          </Show>
          <Show when={props.isNew && hasDefault(props.column)}>
            <ModeButton
              label="Default"
              title={defaultHint(props.column)}
              pressed={props.field.mode === 'default'}
              onClick={() => toggle('default')}
            />
          </Show>
          <Show when={props.column.nullable}>
            <ModeButton label="NULL" title="No value" pressed={isNull()} onClick={() => toggle('null')} />
          </Show>
        </span>
      </div>
      <Show when={isTooLong()} fallback={<FieldInput {...props} />}>
        <div class="space-y-2">
          <Code label={props.column.name} code={props.field.text} wrap />
          <Button size="sm" title="A text of this length makes the page slow." onClick={() => setWhole(true)}>
            Edit all of it
          </Button>
        </div>
      </Show>
      <Show when={props.column.references}>
        {(reference) => <ReferenceActions {...props} reference={reference()} />}
      </Show>
    </div>
  );
}

function ModeButton(props: { label: string; title: string; pressed: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      title={props.title}
      class="h-6 rounded-sm border border-control px-2 text-xs pointer-coarse:h-9 text-muted hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-link"
      onClick={() => props.onClick()}
    >
      {props.label}
    </button>
  );
}

function FieldInput(props: PanelFieldProps) {
  const options = () => (props.column.kind === 'boolean' ? ['true', 'false'] : props.column.options);
  const isDocument = () => props.column.kind === 'json' || props.column.kind === 'array';
  const isLong = () =>
    isDocument() ||
    (props.column.kind === 'text' &&
      (props.field.text.length > LONG_CHARACTERS || props.field.text.includes('\n')));
  const lines = isLong() ? Math.min(16, Math.max(3, props.field.text.split('\n').length + 1)) : undefined;
  const placeholder = () => {
    if (props.field.mode === 'default') return defaultHint(props.column);
    return props.field.mode === 'null' ? 'NULL' : props.column.kind === 'text' ? 'empty' : '';
  };
  const write = (text: string) => props.onChange({ mode: 'value', text });
  return (
    <Show
      when={options()}
      fallback={
        <TextField
          label={props.column.name}
          hideLabel
          value={props.field.mode === 'value' ? props.field.text : ''}
          onInput={write}
          placeholder={placeholder()}
          error={props.error}
          mono={isDocument() || props.column.kind === 'uuid'}
          hint={isDocument() ? <FormatButton field={props.field} onChange={props.onChange} /> : undefined}
          {...(lines === undefined ? {} : { lines })}
        />
      }
    >
      {(list) => (
        <Select
          label={props.column.name}
          hideLabel
          options={[
            ...(props.field.mode === 'value' ? [] : [{ value: UNSET, label: placeholder() }]),
            ...list().map((value) => ({ value, label: value })),
          ]}
          value={props.field.mode === 'value' ? props.field.text : UNSET}
          onChange={(value) => value !== UNSET && write(value)}
        />
      )}
    </Show>
  );
}

/** Indents a document, or says that it is none. */
function FormatButton(props: { field: FieldState; onChange: (field: FieldState) => void }) {
  const formatted = () => {
    try {
      return JSON.stringify(parseExact(props.field.text), null, 2);
    } catch {
      return undefined;
    }
  };
  return (
    <Show when={props.field.mode === 'value' && props.field.text !== ''}>
      <Show when={formatted()} fallback={<span class="text-danger">Not JSON yet.</span>}>
        {(text) => (
          <Show when={text() !== props.field.text} fallback="Valid JSON">
            <button
              type="button"
              class="text-link hover:underline"
              onClick={() => props.onChange({ mode: 'value', text: text() })}
            >
              Format
            </button>
          </Show>
        )}
      </Show>
    </Show>
  );
}

function ReferenceActions(props: PanelFieldProps & { reference: { table: string; column: string } }) {
  const [picking, setPicking] = createSignal(false);
  const path = () =>
    props.field.mode === 'value' && props.field.text !== ''
      ? referencePath(props.column, props.field.text)
      : undefined;
  return (
    <div class="mt-1 flex items-center gap-2 text-xs">
      <Button size="sm" variant="ghost" icon={<Search />} onClick={() => setPicking(true)}>
        Pick from {props.reference.table}
      </Button>
      <Show when={path()}>
        {(href) => (
          <A href={href()} class="inline-flex items-center gap-1 text-link hover:underline">
            <SquareArrowOutUpRight class="size-3.5" />
            Open the row
          </A>
        )}
      </Show>
      <Show when={picking()}>
        <ReferencePicker
          reference={props.reference}
          onPick={(text) => {
            setPicking(false);
            props.onChange({ mode: 'value', text });
          }}
          onClose={() => setPicking(false)}
        />
      </Show>
    </div>
  );
}
