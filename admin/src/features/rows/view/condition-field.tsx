import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { fieldBox } from '../../../ui/controls/text-field.tsx';
import type { GridColumn } from '../values/column-kind.ts';
import {
  type FilterCondition,
  type FilterOperator,
  needsValue,
  OPERATOR_LABELS,
  operatorsOf,
} from './conditions.ts';

const TYPING_MS = 400;

interface ConditionFieldProps {
  condition: FilterCondition;
  columns: GridColumn[];
  isLast: boolean;
  onChange: (condition: FilterCondition) => void;
  onRemove: () => void;
}

/** One condition: a column, an operator and a value. */
export function ConditionField(props: ConditionFieldProps) {
  const column = () => props.columns.find(({ name }) => name === props.condition.column);
  const operators = () => {
    const fitting = operatorsOf(column());
    const { operator } = props.condition;
    return fitting.includes(operator) ? fitting : [operator, ...fitting];
  };
  function chooseColumn(name: string) {
    const next = props.columns.find((candidate) => candidate.name === name);
    const fitting = operatorsOf(next);
    const { operator } = props.condition;
    props.onChange({
      column: name,
      operator: fitting.includes(operator) ? operator : (fitting[0] ?? 'eq'),
      value: '',
    });
  }
  return (
    <div class="flex flex-wrap items-center gap-2">
      <select
        aria-label="Column"
        class={`${fieldBox} h-7 max-w-44`}
        value={props.condition.column}
        onChange={(event) => chooseColumn(event.currentTarget.value)}
      >
        <For each={props.columns}>
          {({ name }) => (
            <option value={name} selected={name === props.condition.column}>
              {name}
            </option>
          )}
        </For>
      </select>
      <select
        aria-label="Comparison"
        class={`${fieldBox} h-7 max-w-44`}
        onChange={(event) =>
          props.onChange({ ...props.condition, operator: event.currentTarget.value as FilterOperator })
        }
      >
        <For each={operators()}>
          {(operator) => (
            <option value={operator} selected={operator === props.condition.operator}>
              {OPERATOR_LABELS[operator]}
            </option>
          )}
        </For>
      </select>
      <Show when={needsValue(props.condition.operator)}>
        <ValueField
          condition={props.condition}
          options={column()?.kind === 'boolean' ? ['true', 'false'] : column()?.options}
          autofocus={props.isLast && props.condition.value === ''}
          onChange={(value) => props.onChange({ ...props.condition, value })}
        />
      </Show>
      <IconButton size="sm" label="Remove the condition" icon={<X />} onClick={() => props.onRemove()} />
    </div>
  );
}

interface ValueFieldProps {
  condition: FilterCondition;
  options: string[] | undefined;
  autofocus: boolean;
  onChange: (value: string) => void;
}

const HINTS: Partial<Record<FilterOperator, string>> = {
  in: 'a, b, c',
  nin: 'a, b, c',
  like: 'A%',
  ilike: 'a%',
};

/** The typed value. It takes effect when the typing pauses, at Enter, or when the field is left. */
function ValueField(props: ValueFieldProps) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const [typed, setTyped] = createSignal(props.condition.value);
  createEffect(on(() => props.condition.value, setTyped, { defer: true }));
  const { autofocus } = props;
  const commit = () => {
    clearTimeout(timer);
    if (typed() !== props.condition.value) props.onChange(typed());
  };
  const isChoice = () => props.options !== undefined && ['eq', 'neq'].includes(props.condition.operator);
  return (
    <Show
      when={isChoice()}
      fallback={
        <input
          ref={(field) => queueMicrotask(() => autofocus && field.focus())}
          aria-label="Value"
          class={`${fieldBox} h-7 max-w-56`}
          placeholder={HINTS[props.condition.operator] ?? 'Value'}
          value={typed()}
          autocomplete="off"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            clearTimeout(timer);
            timer = setTimeout(commit, TYPING_MS);
          }}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
          onBlur={commit}
        />
      }
    >
      <select
        aria-label="Value"
        class={`${fieldBox} h-7 max-w-56`}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="">Choose</option>
        <For each={props.options}>
          {(option) => (
            <option value={option} selected={option === props.condition.value}>
              {option}
            </option>
          )}
        </For>
      </select>
    </Show>
  );
}
