import { Show } from 'solid-js';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { suggestDefaults } from '../columns/default-value.ts';
import { ReferenceFields } from '../columns/reference-fields.tsx';
import { suggestTypes, typeProblem } from '../columns/type-list.ts';
import type { ColumnProblems, DraftColumn } from '../create/draft.ts';
import type { OwnType } from '../queries.ts';

interface ColumnFieldsProps {
  column: DraftColumn;
  own: OwnType[];
  problems: ColumnProblems;
  /** Whether problems of empty fields are shown. */
  tried: boolean;
  onChange: (change: Partial<DraftColumn>) => void;
  /** Only a new column is made unique or a reference here. */
  isNew: boolean;
}

/** The form of one column. */
export function ColumnFields(props: ColumnFieldsProps) {
  return (
    <div class="space-y-4">
      <TextField
        label="Name"
        mono
        autocomplete="off"
        autofocus
        value={props.column.name}
        onInput={(name) => props.onChange({ name })}
        error={props.column.name === '' && !props.tried ? undefined : props.problems.name}
      />
      <SuggestField
        label="Type"
        value={props.column.type}
        onInput={(type) => props.onChange({ type })}
        suggest={(typed) => suggestTypes(typed, props.own)}
        accepts={(typed) => typeProblem(typed, props.own) === undefined}
        error={props.problems.type}
      />
      <SuggestField
        label="Default"
        placeholder="none"
        value={props.column.default}
        onInput={(text) => props.onChange({ default: text })}
        suggest={() => suggestDefaults(props.column.type, props.own)}
        error={props.problems.default}
      />
      <Checkbox
        label="Required"
        hint="Every row has a value here (not null)."
        checked={props.column.required}
        disabled={props.column.primary}
        onChange={(required) => props.onChange({ required })}
      />
      <Show when={props.isNew}>
        <Checkbox
          label="Unique"
          hint="No two rows have the same value."
          checked={props.column.unique}
          onChange={(unique) => props.onChange({ unique })}
        />
        <Checkbox
          label="Refers to another table"
          hint="Each value is that of a row there."
          checked={props.column.reference !== undefined}
          onChange={(on) =>
            props.onChange({ reference: on ? { table: '', column: 'id', onDelete: 'no action' } : undefined })
          }
        />
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
      </Show>
    </div>
  );
}
