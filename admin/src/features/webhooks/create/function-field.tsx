import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { fieldLabel } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { answerOf } from '../../tables/queries.ts';
import { functionChoicesQuery } from '../queries.ts';

interface FunctionFieldProps {
  value: string;
  error?: string | undefined;
  onChange: (id: string) => void;
}

/** The function that a webhook runs. */
export function FunctionField(props: FunctionFieldProps) {
  const sdk = useSdk();
  const functions = createQuery(() => functionChoicesQuery(sdk));
  const options = () =>
    (answerOf(functions) ?? []).map(({ id, name, isActive }) => ({
      value: id,
      label: name,
      ...(isActive ? {} : { hint: 'Not active: requests are refused with 409.' }),
    }));
  return (
    <Switch fallback={<Skeleton class="h-13 w-full" />}>
      <Match when={functions.isLoadingError}>
        <ErrorNotice
          title="The functions could not be listed."
          error={functions.error}
          onRetry={() => void functions.refetch()}
        />
      </Match>
      <Match when={answerOf(functions)?.length === 0}>
        <div>
          <p class={fieldLabel}>Function</p>
          <p class="rounded-md border border-line bg-canvas px-3 py-2 text-sm text-muted">
            A webhook runs a function, and there is none yet.{' '}
            <A href="/functions" class="text-link hover:underline">
              Create a function
            </A>{' '}
            first.
          </p>
        </div>
      </Match>
      <Match when={answerOf(functions)}>
        <div>
          <Select
            label="Function"
            placeholder="Choose the function that runs"
            options={options()}
            value={props.value}
            onChange={props.onChange}
          />
          <Show when={props.error}>
            <p role="alert" class="mt-1 text-xs text-danger">
              {props.error}
            </p>
          </Show>
        </div>
      </Match>
    </Switch>
  );
}
