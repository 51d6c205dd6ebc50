import Plus from 'lucide-solid/icons/plus';
import { Index, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import type { GridColumn } from '../values/column-kind.ts';
import { ConditionField } from './condition-field.tsx';
import { type FilterCondition, firstCondition } from './conditions.ts';
import type { ConditionList } from './filter.ts';

const JOINERS = [
  { value: 'and' as const, label: 'All hold' },
  { value: 'or' as const, label: 'Any holds' },
];

interface ConditionsProps {
  columns: GridColumn[];
  list: ConditionList;
  onChange: (list: ConditionList) => void;
}

/** The conditions of a filter, a line each. */
export function ConditionFields(props: ConditionsProps) {
  const change = (index: number, condition: FilterCondition | undefined) => {
    const { joiner, conditions } = props.list;
    props.onChange({ joiner, conditions: conditions.toSpliced(index, 1, ...(condition ? [condition] : [])) });
  };
  return (
    <Index each={props.list.conditions}>
      {(condition, index) => (
        <ConditionField
          condition={condition()}
          columns={props.columns}
          isLast={index === props.list.conditions.length - 1}
          onChange={(changed) => change(index, changed)}
          onRemove={() => change(index, undefined)}
        />
      )}
    </Index>
  );
}

/** Adds a condition, and tells whether all of them must hold. */
export function ConditionButtons(props: ConditionsProps) {
  const add = () =>
    props.onChange({
      ...props.list,
      conditions: [...props.list.conditions, firstCondition(props.columns)],
    });
  return (
    <>
      <Button size="sm" variant="ghost" icon={<Plus />} onClick={add}>
        Add a condition
      </Button>
      <Show when={props.list.conditions.length > 1}>
        <Segmented
          label="Conditions"
          options={JOINERS}
          value={props.list.joiner}
          onChange={(joiner) => props.onChange({ ...props.list, joiner })}
        />
      </Show>
    </>
  );
}
