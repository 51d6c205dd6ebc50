import { Show } from 'solid-js';
import { Select } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { changeRequest, headersProblem, METHODS, requestOf, takesBody } from './test-request.ts';

const OPTIONS = METHODS.map((method) => ({ value: method, label: method }));

/** Method, path, headers and body of a test. */
export function RequestFields(props: { functionId: string }) {
  const request = () => requestOf(props.functionId);
  return (
    <>
      <div class="flex gap-2">
        <Select
          class="w-28 shrink-0"
          label="Method"
          options={OPTIONS}
          value={request().method}
          onChange={(method) => changeRequest(props.functionId, { method })}
        />
        <TextField
          class="min-w-0 flex-1"
          label="Path and query"
          mono
          autocomplete="off"
          placeholder="/orders/7?deep=true"
          value={request().path}
          onInput={(path) => changeRequest(props.functionId, { path })}
        />
      </div>
      <TextField
        label="Headers"
        mono
        lines={2}
        placeholder="X-Name: value"
        value={request().headers}
        onInput={(headers) => changeRequest(props.functionId, { headers })}
        error={headersProblem(request().headers)}
      />
      <Show when={takesBody(request())}>
        <TextField
          label="Body"
          mono
          lines={8}
          placeholder={'{ "name": "Ada" }'}
          value={request().body}
          onInput={(body) => changeRequest(props.functionId, { body })}
          hint="Sent as JSON unless the headers have a Content-Type."
        />
      </Show>
    </>
  );
}
