import ChevronRight from 'lucide-solid/icons/chevron-right';
import { createSignal, For, type JSX, Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import type { SchemaRow } from '../contract/schema-rows.ts';
import { MarkdownLine } from './markdown-text.tsx';

const MAX_VALUES = 12;

/** The name and type of a field, with what its value must keep to. */
export function FieldLine(props: { row: SchemaRow; aside?: JSX.Element }) {
  const values = () => props.row.values.slice(0, MAX_VALUES);
  return (
    <div class="min-w-0 flex-1 py-1.5 text-sm">
      <div class="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <Show when={props.row.name}>
          <code class="font-mono text-xs break-all">{props.row.name}</code>
        </Show>
        <span class="text-xs text-muted">
          {props.row.type}
          {props.row.nullable ? ' or null' : ''}
        </span>
        {props.aside}
        <Show when={props.row.limits.length > 0}>
          <span class="text-xs break-all text-muted">{props.row.limits.join(', ')}</span>
        </Show>
        <Show when={props.row.default !== undefined}>
          <span class="text-xs text-muted">
            default <code class="font-mono">{props.row.default}</code>
          </span>
        </Show>
      </div>
      <Show when={values().length > 0}>
        <div class="mt-1 flex flex-wrap gap-1">
          <For each={values()}>
            {(value) => <code class="rounded-sm bg-hover px-1 font-mono text-xs">{value}</code>}
          </For>
          <Show when={props.row.values.length > MAX_VALUES}>
            <span class="text-xs text-muted">and {props.row.values.length - MAX_VALUES} more</span>
          </Show>
        </div>
      </Show>
      <Show when={props.row.description}>
        <p class="mt-0.5 text-xs text-muted">
          <MarkdownLine text={props.row.description} />
        </p>
      </Show>
      <Show when={props.row.repeats}>
        <p class="mt-0.5 text-xs text-muted">Its fields are those of {props.row.repeats}, above.</p>
      </Show>
    </div>
  );
}

function Field(props: { row: SchemaRow; depth: number }) {
  const [open, setOpen] = createSignal(props.depth < 1);
  const hasFields = () => props.row.children.length > 0;
  return (
    <li>
      <div class="flex items-start gap-1">
        <Show when={hasFields()} fallback={<span class="w-5 shrink-0" />}>
          <button
            type="button"
            aria-expanded={open()}
            aria-label={`Fields of ${props.row.name}`}
            class="mt-1.5 flex size-5 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink pointer-coarse:size-10 pointer-coarse:-mt-0.5"
            onClick={() => setOpen(!open())}
          >
            <ChevronRight class="size-3.5 transition-transform" classList={{ 'rotate-90': open() }} />
          </button>
        </Show>
        <FieldLine row={props.row} aside={props.row.required ? <Badge>required</Badge> : undefined} />
      </div>
      <Show when={hasFields() && open()}>
        <FieldList rows={props.row.children} depth={props.depth + 1} />
      </Show>
    </li>
  );
}

/** Fields, each with the fields of what it holds below it. */
function FieldList(props: { rows: SchemaRow[]; depth: number }) {
  return (
    <ul class="divide-y divide-line" classList={{ 'ml-2.5 border-l border-line pl-2': props.depth > 0 }}>
      <For each={props.rows}>{(row) => <Field row={row} depth={props.depth} />}</For>
    </ul>
  );
}

/** A schema: its own line and its fields. */
export function SchemaView(props: { row: SchemaRow }) {
  return (
    <Show when={props.row.children.length > 0} fallback={<FieldLine row={props.row} />}>
      <p class="pl-6 text-xs text-muted">
        {props.row.type}
        {props.row.nullable ? ' or null' : ''}
        <Show when={props.row.description}>
          {' · '}
          <MarkdownLine text={props.row.description} />
        </Show>
      </p>
      <FieldList rows={props.row.children} depth={0} />
    </Show>
  );
}
