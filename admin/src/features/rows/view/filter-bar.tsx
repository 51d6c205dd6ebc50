import { createEffect, createSignal, on, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { useRows } from '../rows-model.ts';
import { ConditionButtons, ConditionFields } from './condition-fields.tsx';
import { firstCondition } from './conditions.ts';
import { type ConditionList, completeFilter, parseFilterText, toConditions } from './filter.ts';

/** The conditions that rows must meet. Each takes effect when it is complete. */
export function FilterBar(props: { onClose: () => void }) {
  const rows = useRows();
  const start = toConditions(rows.view.filter());
  const [advanced, setAdvanced] = createSignal(start === undefined);
  const [list, setList] = createSignal<ConditionList>(
    start && start.conditions.length > 0
      ? start
      : { joiner: 'and', conditions: [firstCondition(rows.columns())] },
  );
  const filterOf = (next: ConditionList) => completeFilter(next, rows.columns());
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
  return (
    <section aria-label="Filter" class="shrink-0 space-y-2 border-b border-line bg-canvas px-4 py-2 sm:px-6">
      <Show when={!advanced()} fallback={<AdvancedFilter />}>
        <ConditionFields columns={rows.columns()} list={list()} onChange={apply} />
      </Show>
      <div class="flex flex-wrap items-center gap-2">
        <Show when={!advanced()}>
          <ConditionButtons columns={rows.columns()} list={list()} onChange={apply} />
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
