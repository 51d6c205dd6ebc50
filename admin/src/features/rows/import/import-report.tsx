import Download from 'lucide-solid/icons/download';
import { For, Show } from 'solid-js';
import { saveBlob } from '../../../ui/browser/save-blob.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { csvLine } from '../export/write-rows.ts';
import type { Import } from './import-state.ts';

const SHOWN = 100;

/** How many rows were added, and which lines were left out and why. */
export function ImportReport(props: { job: Import }) {
  const bad = () => props.job.progress().bad;
  const wasStopped = () => {
    const error = props.job.ended();
    return error instanceof DOMException && error.name === 'AbortError';
  };
  function save() {
    const lines = bad().map(({ line, reason }) => csvLine([line, reason]));
    const text = [csvLine(['line', 'reason']), ...lines].join('\r\n');
    saveBlob(`${props.job.fileName()}.left-out.csv`, new Blob([text], { type: 'text/csv' }));
  }
  return (
    <div class="space-y-3">
      <p role="status" class="text-md font-semibold">
        {formatCount(props.job.progress().inserted)} rows added
        <Show when={bad().length > 0}>
          , {formatCount(bad().length)} {bad().length === 1 ? 'line' : 'lines'} left out
        </Show>
      </p>
      <Show when={props.job.ended()}>
        <Show
          when={!wasStopped()}
          fallback={<p class="text-sm text-muted">You stopped the import. The rows added so far stay.</p>}
        >
          <ErrorNotice
            error={props.job.ended()}
            title="The import ended early. The rows added so far stay."
          />
        </Show>
      </Show>
      <Show when={bad().length > 0}>
        <div class="max-h-72 overflow-y-auto rounded-md border border-line">
          <table class="w-full text-sm">
            <thead>
              <tr class="border-b border-line bg-canvas text-left text-xs text-muted">
                <th scope="col" class="w-24 px-3 py-1.5 font-medium">
                  Line
                </th>
                <th scope="col" class="px-3 py-1.5 font-medium">
                  Reason
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={bad().slice(0, SHOWN)}>
                {({ line, reason }) => (
                  <tr class="border-b border-line last:border-0">
                    <td class="tabular px-3 py-1">{formatCount(line)}</td>
                    <td class="px-3 py-1 break-words">{reason}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Button icon={<Download />} onClick={save}>
          Download the list
        </Button>
      </Show>
    </div>
  );
}
