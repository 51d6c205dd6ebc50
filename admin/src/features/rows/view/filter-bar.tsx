import Plus from 'lucide-solid/icons/plus';
import { createEffect, createSignal, Index, on, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { useRows } from '../rows-model.ts';
import { ConditionField } from './condition-field.tsx';
import { type FilterCondition, needsValue, operatorsOf } from './conditions.ts';
import { type ConditionList, parseFilterText, toConditions, toFilter } from './filter.ts';

const JOINERS = [
  { value: 'and' as const, label: 'All hold' },
  { value: 'or' as const, label: 'Any holds' },
];

/** The conditions that rows must meet. Each takes effect when it is complete. */
export function FilterBar(props: { onClose: () => void }) {
  const rows = useRows();
  const first = (): FilterCondition => {
    const [column] = rows.columns();
    return { column: column?.name ?? '', operator: operatorsOf(column)[0] ?? 'eq', value: '' };
  };
  const start = toConditions(rows.view.filter());
  const [advanced, setAdvanced] = createSignal(start === undefined);
  const [list, setList] = createSignal<ConditionList>(
    start && start.conditions.length > 0 ? start : { joiner: 'and', conditions: [first()] },
  );
  const isJson = (name: string) =>
    rows.columns().some((column) => column.name === name && column.kind === 'json');
  function filterOf(next: ConditionList) {
    const complete = next.conditions.filter(({ operator, value }) => !needsValue(operator) || value !== '');
    return toFilter({ ...next, conditions: complete }, isJson);
  }
  function apply(next: ConditionList) {
    setList(next);
    rows.view.setFilter(filterOf(next));
  }
  // The URL may also change by the browser's back button or a link.
  createEffect(
    on(
      rows.view.filter,
      (filter) => {
        const shown = toConditions(filter);
        if (!shown) setAdvanced(true);
        else if (JSON.stringify(filterOf(list())) !== JSON.stringify(filter)) setList(shown);
      },
      { defer: true },
    ),
  );
  createEffect(
    on(rows.newCondition, (condition) => {
      if (!condition) return;
      const { joiner, conditions } = list();
      setList({ joiner, conditions: [...conditions.filter(({ value }) => value !== ''), condition] });
      rows.setNewCondition(undefined);
    }),
  );
  const change = (index: number, condition: FilterCondition | undefined) => {
    const { joiner, conditions } = list();
    apply({ joiner, conditions: conditions.toSpliced(index, 1, ...(condition ? [condition] : [])) });
  };
  return (
    <section aria-label="Filter" class="shrink-0 space-y-2 border-b border-line bg-canvas px-4 py-2 sm:px-6">
      <Show when={!advanced()} fallback={<AdvancedFilter />}>
        <Index each={list().conditions}>
          {(condition, index) => (
            <ConditionField
              condition={condition()}
              columns={rows.columns()}
              isLast={index === list().conditions.length - 1}
              onChange={(changed) => change(index, changed)}
              onRemove={() => change(index, undefined)}
            />
          )}
        </Index>
      </Show>
      <div class="flex flex-wrap items-center gap-2">
        <Show when={!advanced()}>
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus />}
            onClick={() => setList({ ...list(), conditions: [...list().conditions, first()] })}
          >
            Add a condition
          </Button>
          <Show when={list().conditions.length > 1}>
            <Segmented
              label="Conditions"
              options={JOINERS}
              value={list().joiner}
              onChange={(joiner) => apply({ ...list(), joiner })}
            />
          </Show>
        </Show>
        <span class="ml-auto flex gap-1">
          <Button
            size="sm"
            variant="ghost"
            disabled={advanced() && toConditions(rows.view.filter()) === undefined}
            onClick={() => {
              setList(toConditions(rows.view.filter()) ?? list());
              setAdvanced(!advanced());
            }}
          >
            {advanced() ? 'As a list' : 'As JSON'}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              rows.view.setFilter(undefined);
              props.onClose();
            }}
          >
            Remove the filter
          </Button>
        </span>
      </div>
    </section>
  );
}

/** The filter as the API takes it, for what a list can't say: and, or and not within each other. */
function AdvancedFilter() {
  const rows = useRows();
  const current = () => rows.view.filter();
  const [text, setText] = createSignal(JSON.stringify(current() ?? {}, null, 2));
  const parsed = () => parseFilterText(text());
  const isEmpty = () => ['', '{}'].includes(text().trim());
  return (
    <div class="space-y-2">
      <TextField
        label="Filter of the API"
        lines={6}
        mono
        value={text()}
        onInput={setText}
        hint={'Such as {"or": [{"age": {"gte": 18}}, {"not": {"name": {"ilike": "a%"}}}]}'}
        error={parsed() || isEmpty() ? undefined : 'This is not a JSON object.'}
      />
      <Button
        size="sm"
        disabled={!parsed() && !isEmpty()}
        onClick={() => rows.view.setFilter(isEmpty() ? undefined : parsed())}
      >
        Apply
      </Button>
    </div>
  );
}
