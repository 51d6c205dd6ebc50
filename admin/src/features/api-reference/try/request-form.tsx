import { createSignal, For, lazy, Show, Suspense } from 'solid-js';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { fieldLabel } from '../../../ui/controls/text-field.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import type { ApiDocument, Parameter } from '../contract/openapi.ts';
import type { Operation } from '../contract/operations.ts';
import type { DraftModel } from '../operation/use-draft.ts';
import { ParameterField } from './parameter-field.tsx';

const JsonEditor = lazy(() => import('./json-editor.tsx'));

interface RequestFormProps {
  document: ApiDocument;
  operation: Operation;
  model: DraftModel;
  onFile: (file: File | undefined) => void;
  onSend: () => void;
}

/** What the request sends. Parameters that are seldom needed wait behind a button. */
export function RequestForm(props: RequestFormProps) {
  const [all, setAll] = createSignal(false);
  const isCommon = (parameter: Parameter) =>
    parameter.required || parameter.in !== 'header' || props.model.draft().values[parameter.name] !== '';
  const shown = () => props.operation.parameters.filter((parameter) => all() || isCommon(parameter));
  const body = () => props.operation.body;
  return (
    <div class="space-y-4">
      <Show when={props.operation.caller === 'user' || props.operation.caller === 'key-or-user'}>
        <div>
          <div class={fieldLabel}>Send as</div>
          <Segmented
            label="Send as"
            options={[
              { value: 'user', label: 'You', hint: 'With the API key and your token' },
              { value: 'key', label: 'Anyone', hint: 'With the API key only' },
            ]}
            value={props.model.draft().as}
            onChange={props.model.setAs}
          />
        </div>
      </Show>
      <Show when={shown().length > 0}>
        <div class="grid gap-3 sm:grid-cols-2">
          <For each={shown()}>
            {(parameter) => (
              <ParameterField
                document={props.document}
                parameter={parameter}
                value={props.model.draft().values[parameter.name] ?? ''}
                onInput={(value) => props.model.setValue(parameter.name, value)}
              />
            )}
          </For>
        </div>
      </Show>
      <Show when={shown().length < props.operation.parameters.length}>
        <button type="button" class="text-sm text-link hover:underline" onClick={() => setAll(true)}>
          Show {counted(props.operation.parameters.length - shown().length, 'more header')}
        </button>
      </Show>
      <Show when={body()?.mediaType === 'application/json'}>
        <div>
          <div class={fieldLabel}>Body</div>
          <Suspense fallback={<Skeleton class="h-24 w-full" />}>
            <JsonEditor text={props.model.draft().body} onText={props.model.setBody} onRun={props.onSend} />
          </Suspense>
          <Show when={props.model.bodyProblem()}>
            {(problem) => <p class="mt-1 text-xs text-danger">This is not JSON: {problem()}</p>}
          </Show>
        </div>
      </Show>
      <Show when={body() && body()?.mediaType !== 'application/json'}>
        <label class="block">
          <span class={fieldLabel}>File</span>
          <input
            type="file"
            class="block w-full text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3"
            onChange={(event) => props.onFile(event.currentTarget.files?.[0])}
          />
        </label>
      </Show>
    </div>
  );
}
