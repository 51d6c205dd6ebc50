import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Progress } from '../../../ui/display/progress.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useRows } from '../rows-model.ts';
import { isNarrowed } from '../view/view-state.ts';
import { exportRows } from './export-rows.ts';
import { openFileSink } from './file-sink.ts';

type Scope = 'view' | 'all';
type FileFormat = 'csv' | 'json';

/** Downloads all rows, or those of the view, as CSV or JSON. */
export default function ExportDialog(props: { onClose: () => void }) {
  const rows = useRows();
  const [scope, setScope] = createSignal<Scope>(isNarrowed(rows.view) ? 'view' : 'all');
  const [format, setFormat] = createSignal<FileFormat>('csv');
  const [written, setWritten] = createSignal<number>();
  const [error, setError] = createSignal<unknown>();
  let running: AbortController | undefined;
  let content: HTMLDivElement | undefined;
  const isRunning = () => written() !== undefined;
  // The button that was pressed is gone, and the focus would be with it.
  createEffect(on(isRunning, () => queueMicrotask(() => content?.focus()), { defer: true }));
  onCleanup(() => running?.abort());

  async function start() {
    const type = format() === 'csv' ? 'text/csv' : 'application/json';
    const sink = await openFileSink(`${rows.table().name}.${format()}`, type);
    if (!sink) return;
    running = new AbortController();
    setError(undefined);
    setWritten(0);
    const { sort } = rows.source.current();
    try {
      const count = await exportRows(
        {
          api: rows.api,
          view: scope() === 'view' ? rows.source.current() : { search: '', filter: undefined, sort },
          format: format(),
          columns: rows.layout.placed().map(({ column }) => column.name),
          signal: running.signal,
          onProgress: setWritten,
        },
        sink,
      );
      showToast({ kind: 'success', title: `Exported ${formatCount(count)} rows.` });
      props.onClose();
    } catch (cause) {
      if (!running.signal.aborted) setError(cause);
    } finally {
      setWritten(undefined);
    }
  }

  return (
    <Dialog
      open
      onClose={() => !isRunning() && props.onClose()}
      title="Export rows"
      description="Hidden columns are left out."
      footer={
        <Show
          when={isRunning()}
          fallback={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button variant="primary" onClick={() => void start()}>
                Export
              </Button>
            </>
          }
        >
          <Button onClick={() => running?.abort()}>Stop</Button>
        </Show>
      }
    >
      <div ref={content} tabIndex={-1} class="space-y-4 outline-none">
        <div class="flex flex-wrap gap-4">
          <Segmented
            label="Format"
            options={[
              { value: 'csv', label: 'CSV' },
              { value: 'json', label: 'JSON' },
            ]}
            value={format()}
            onChange={setFormat}
          />
          <Show when={isNarrowed(rows.view)}>
            <Segmented
              label="Rows"
              options={[
                { value: 'view', label: 'Found rows' },
                { value: 'all', label: 'All rows' },
              ]}
              value={scope()}
              onChange={setScope}
            />
          </Show>
        </div>
        <Show when={isRunning()}>
          <ExportProgress
            written={written() ?? 0}
            total={scope() === 'view' || !isNarrowed(rows.view) ? rows.source.total() : undefined}
          />
        </Show>
        <ErrorNotice error={error()} title="The export ended early." onRetry={() => void start()} />
      </div>
    </Dialog>
  );
}

function ExportProgress(props: { written: number; total: number | undefined }) {
  return (
    <Progress
      label="Exporting"
      value={props.total ? Math.min(1, props.written / props.total) : undefined}
      detail={
        props.total
          ? `${formatCount(props.written)} of ${formatCount(props.total)} rows`
          : `${formatCount(props.written)} rows`
      }
    />
  );
}
