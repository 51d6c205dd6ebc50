import { createEffect, createSignal, Match, on, onCleanup, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Progress } from '../../../ui/display/progress.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { useRows } from '../rows-model.ts';
import { ChooseFile } from './choose-file.tsx';
import { ImportReport } from './import-report.tsx';
import { createImport } from './import-state.ts';
import { MappingTable } from './mapping-table.tsx';

/** Inserts the rows of a CSV or JSON file: choose it, look at the columns, import, read the report. */
export default function ImportDialog(props: { onClose: () => void }) {
  const rows = useRows();
  const job = createImport(rows);
  const [error, setError] = createSignal<unknown>();
  let content: HTMLDivElement | undefined;
  // The button that was pressed is gone, and the focus would be with it.
  createEffect(on(job.step, () => queueMicrotask(() => content?.focus()), { defer: true }));
  onCleanup(() => job.stop());
  const guarded = (work: Promise<void>) => {
    setError(undefined);
    work.catch(setError);
  };
  return (
    <Dialog
      open
      // What runs is ended by its own button, not by a slip.
      onClose={() => job.step() !== 'running' && props.onClose()}
      title={`Import rows into ${rows.table().name}`}
      size="lg"
      footer={
        <Switch>
          <Match when={job.step() === 'running'}>
            <Button onClick={job.stop}>Stop</Button>
          </Match>
          <Match when={job.step() === 'mapping'}>
            <Button onClick={job.back}>Choose another file</Button>
            <Button variant="primary" disabled={!job.canStart()} onClick={() => guarded(job.start())}>
              Import
            </Button>
          </Match>
          <Match when={true}>
            <Button onClick={props.onClose}>Close</Button>
          </Match>
        </Switch>
      }
    >
      <div ref={content} tabIndex={-1} class="space-y-3 outline-none">
        <Switch>
          <Match when={job.step() === 'file'}>
            <ChooseFile onFile={(file) => guarded(job.choose(file))} />
          </Match>
          <Match when={job.step() === 'mapping'}>
            <MappingTable job={job} />
          </Match>
          <Match when={job.step() === 'running'}>
            <Progress
              label={`Importing ${job.fileName()}`}
              value={job.read()}
              detail={`${formatCount(job.progress().inserted)} rows added, ${formatCount(job.progress().bad.length)} left out`}
            />
          </Match>
          <Match when={job.step() === 'done'}>
            <ImportReport job={job} />
          </Match>
        </Switch>
        <ErrorNotice error={error()} title="The file was not imported." />
      </div>
    </Dialog>
  );
}
