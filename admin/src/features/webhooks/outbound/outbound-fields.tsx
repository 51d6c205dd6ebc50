import { createQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { fieldLabel, TextField } from '../../../ui/controls/text-field.tsx';
import { answerOf, tableChoicesQuery } from '../../tables/queries.ts';
import { OPERATION_LABELS, type WebhookOperation } from '../direction.ts';
import type { OutboundDraft, OutboundProblems } from './outbound-draft.ts';

interface OutboundFieldsProps {
  draft: OutboundDraft;
  problems: OutboundProblems;
  onChange: (changes: Partial<OutboundDraft>) => void;
}

/** Which changes are sent, and where. */
export function OutboundFields(props: OutboundFieldsProps) {
  const sdk = useSdk();
  const tables = createQuery(() => tableChoicesQuery(sdk, props.draft.table));
  const suggest = () => (answerOf(tables) ?? []).map(({ name }) => ({ value: name }));
  const toggle = (operation: WebhookOperation, on: boolean) =>
    props.onChange({
      operations: OPERATION_LABELS.map(({ value }) => value).filter((value) =>
        value === operation ? on : props.draft.operations.includes(value),
      ),
    });
  return (
    <>
      <TextField
        label="Name"
        value={props.draft.name}
        onInput={(name) => props.onChange({ name })}
        error={props.problems.name}
        autocomplete="off"
      />
      <SuggestField
        label="Table"
        value={props.draft.table}
        onInput={(table) => props.onChange({ table })}
        suggest={suggest}
        error={props.problems.table}
      />
      <fieldset>
        <legend class={fieldLabel}>Changes</legend>
        <div class="flex flex-wrap gap-x-6 gap-y-2">
          <For each={OPERATION_LABELS}>
            {({ value, label }) => (
              <Checkbox
                label={label}
                checked={props.draft.operations.includes(value)}
                onChange={(on) => toggle(value, on)}
              />
            )}
          </For>
        </div>
        <Show when={props.problems.operations}>
          {(problem) => (
            <p role="alert" class="mt-1 text-xs text-danger">
              {problem()}
            </p>
          )}
        </Show>
      </fieldset>
      <TextField
        label="Send to"
        type="url"
        placeholder="https://example.com/hooks"
        value={props.draft.targetUrl}
        onInput={(targetUrl) => props.onChange({ targetUrl })}
        error={props.problems.targetUrl}
        hint="Each change of a row is a POST with JSON. Addresses that are not public need the setting FUNCTIONS_ALLOWED_ADDRESSES."
        autocomplete="off"
        mono
      />
    </>
  );
}
