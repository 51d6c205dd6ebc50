import { createMemo, For, Show } from 'solid-js';
import { fieldBox } from '../../../ui/controls/text-field.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { useRows } from '../rows-model.ts';
import { showValue } from '../values/show-value.ts';
import type { Import } from './import-state.ts';

const SHOWN = 3;

/** Which field of the file goes to which column, with the first values, and whether they fit. */
export function MappingTable(props: { job: Import }) {
  const rows = useRows();
  const problems = createMemo(() =>
    props.job.preview().flatMap((record) => {
      const { problem } = props.job.convert(record);
      return problem === undefined ? [] : [{ line: record.line, problem }];
    }),
  );
  const missing = () => {
    const used = new Set(Object.values(props.job.mapping()));
    return rows
      .columns()
      .filter((column) => !column.nullable && column.default === undefined && !column.primaryKey)
      .filter(({ name }) => !used.has(name));
  };
  return (
    <div class="space-y-3">
      <p class="text-sm text-muted">{props.job.fileName()}</p>
      <div class="overflow-x-auto rounded-md border border-line">
        <table class="w-full text-sm">
          <thead>
            <tr class="border-b border-line bg-canvas text-left text-xs text-muted">
              <th scope="col" class="px-3 py-1.5 font-medium">
                In the file
              </th>
              <th scope="col" class="px-3 py-1.5 font-medium">
                Column
              </th>
              <th scope="col" class="px-3 py-1.5 font-medium">
                First values
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={Object.keys(props.job.mapping())}>
              {(field) => <MappingRow job={props.job} field={field} />}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={missing().length > 0}>
        <p class="text-sm text-warning">
          These columns need a value and get none:{' '}
          {missing()
            .map(({ name }) => name)
            .join(', ')}
          .
        </p>
      </Show>
      <Show when={problems().length > 0}>
        <div class="text-sm">
          <p class="flex items-center gap-2">
            <Badge tone="warning">{problems().length}</Badge>
            of the first {props.job.preview().length} lines do not fit. They will be left out.
          </p>
          <ul class="mt-1 text-xs text-muted">
            <For each={problems().slice(0, SHOWN)}>
              {({ line, problem }) => (
                <li>
                  Line {line}: {problem}
                </li>
              )}
            </For>
          </ul>
        </div>
      </Show>
    </div>
  );
}

function MappingRow(props: { job: Import; field: string }) {
  const rows = useRows();
  const target = () => props.job.mapping()[props.field];
  const type = () => rows.columns().find(({ name }) => name === target())?.type;
  const values = () =>
    props.job
      .preview()
      .slice(0, SHOWN)
      .map(({ values }) => showValue(values[props.field]).text)
      .join(' · ');
  return (
    <tr class="border-b border-line last:border-0">
      <td class="max-w-40 truncate px-3 py-1.5 font-medium">{props.field}</td>
      <td class="px-3 py-1.5">
        <div class="flex items-center gap-2">
          <select
            aria-label={`Column for ${props.field}`}
            class={`${fieldBox} h-7 max-w-48`}
            onChange={(event) => props.job.map(props.field, event.currentTarget.value || undefined)}
          >
            <option value="" selected={target() === undefined}>
              Leave out
            </option>
            <For each={rows.columns()}>
              {({ name }) => (
                <option value={name} selected={name === target()}>
                  {name}
                </option>
              )}
            </For>
          </select>
          <span class="truncate text-xs text-muted">{type()}</span>
        </div>
      </td>
      <td class="max-w-72 truncate px-3 py-1.5 text-xs text-muted">{values()}</td>
    </tr>
  );
}
