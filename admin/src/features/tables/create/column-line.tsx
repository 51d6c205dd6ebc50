import { Show } from 'solid-js';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { suggestDefaults } from '../columns/default-value.ts';
import { ReferenceFields } from '../columns/reference-fields.tsx';
import { readReference, suggestReferences, tableNameIn } from '../columns/reference-type.ts';
import { suggestTypes, typeProblem } from '../columns/type-list.ts';
import type { OwnType } from '../queries.ts';
import { createTableSearch } from '../table-search.ts';
import { ColumnButtons } from './column-buttons.tsx';
import type { ColumnProblems, DraftColumn } from './draft.ts';
import { DragHandle } from './drag-handle.tsx';

export interface ColumnLineProps {
  column: DraftColumn;
  /** From 1, for the labels. */
  number: number;
  own: OwnType[];
  problems: ColumnProblems;
  /** Whether problems of empty fields are shown. */
  tried: boolean;
  onChange: (change: Partial<DraftColumn>) => void;
  onNext: () => void;
  onRemove: () => void;
  onMove: (by: number) => void;
  onDrag: (key: number | undefined) => void;
  onDragOver: () => void;
  nameRef: (element: HTMLInputElement) => void;
}

/** One column of a new table. */
export function ColumnLine(props: ColumnLineProps) {
  const label = (field: string) => `${field} of column ${props.number}`;
  const { tables: choices, look } = createTableSearch();
  function chooseType(suggested: string) {
    const found = readReference(suggested, choices());
    if (!found) return props.onChange({ type: suggested });
    const { table, column, type } = found;
    props.onChange({ type, reference: { table, column, onDelete: 'no action' } });
  }
  let typeField: HTMLInputElement | undefined;
  function onNameKeyDown(event: KeyboardEvent) {
    // A name has no spaces: what follows is the type, as in SQL.
    if (event.key !== ' ' || props.column.name === '') return onKeyDown(event);
    event.preventDefault();
    typeField?.focus();
    typeField?.select();
  }
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && by !== 0) props.onMove(by);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) props.onNext();
    else return;
    event.preventDefault();
  }
  const nameError = () => (props.column.name === '' && !props.tried ? undefined : props.problems.name);
  return (
    <li
      class="rounded-md border border-line bg-surface p-1.5"
      onDragOver={(event) => {
        event.preventDefault();
        props.onDragOver();
      }}
    >
      <div class="flex flex-wrap items-start gap-1.5">
        <DragHandle onDrag={(on) => props.onDrag(on ? props.column.key : undefined)} />
        <TextField
          class="min-w-32 flex-[3]"
          label={label('Name')}
          hideLabel
          placeholder="name"
          mono
          autocomplete="off"
          value={props.column.name}
          onInput={(name) => props.onChange({ name })}
          error={nameError()}
          ref={props.nameRef}
          onKeyDown={onNameKeyDown}
        />
        <SuggestField
          class="min-w-32 flex-[3]"
          label={label('Type')}
          hideLabel
          placeholder="type"
          value={props.column.type}
          onInput={(type) => {
            look(tableNameIn(type));
            props.onChange({ type });
          }}
          onChoose={chooseType}
          suggest={(typed) => [...suggestTypes(typed, props.own), ...suggestReferences(typed, choices())]}
          accepts={(typed) => typeProblem(typed, props.own) === undefined}
          error={props.problems.type}
          ref={(element) => {
            typeField = element;
          }}
          onKeyDown={onKeyDown}
        />
        <SuggestField
          class="min-w-28 flex-[2]"
          label={label('Default')}
          hideLabel
          placeholder="default"
          value={props.column.default}
          onInput={(text) => props.onChange({ default: text })}
          suggest={() => suggestDefaults(props.column.type, props.own)}
          error={props.problems.default}
          onKeyDown={onKeyDown}
        />
        <ColumnButtons
          column={props.column}
          number={props.number}
          onChange={props.onChange}
          onRemove={props.onRemove}
        />
      </div>
      <Show when={props.column.reference}>
        {(reference) => (
          <ReferenceFields
            reference={reference()}
            onChange={(changed, type) =>
              props.onChange({ reference: changed, ...(type !== undefined && { type }) })
            }
            error={props.tried ? props.problems.reference : undefined}
          />
        )}
      </Show>
    </li>
  );
}
