import { createSignal, Show } from 'solid-js';
import { Button } from '../../../../ui/controls/button.tsx';
import { counted } from '../../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../../ui/overlays/confirm-dialog.tsx';
import { isFinished, type UploadStatus } from '../queue/upload-item.ts';
import { closeUploads, uploads } from '../queue/uploads.ts';

interface PanelActionsProps {
  count: Record<UploadStatus, number>;
  problems: number;
  /** Whether only files with problems are listed. */
  isFiltered: boolean;
  onFilter: (filtered: boolean) => void;
}

/** What can be done with all uploads at once. */
export function PanelActions(props: PanelActionsProps) {
  const [isConfirming, setConfirming] = createSignal(false);
  const running = () => props.count.waiting + props.count.uploading;
  const unfinished = () => running() + props.count.paused + props.count.taken;
  return (
    <div class="flex flex-wrap gap-1.5 px-3 pb-2.5">
      <Show when={running() > 0}>
        <Button size="sm" onClick={() => uploads.pause(uploads.items)}>
          Pause all
        </Button>
      </Show>
      <Show when={props.count.paused > 0}>
        <Button size="sm" onClick={() => uploads.resume(uploads.items.filter(isPaused))}>
          Resume all
        </Button>
      </Show>
      <Show when={props.count.failed > 0}>
        <Button size="sm" onClick={() => uploads.resume(uploads.items.filter(hasFailed))}>
          Retry failed uploads
        </Button>
      </Show>
      <Show when={props.problems > 0 || props.isFiltered}>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={props.isFiltered}
          onClick={() => props.onFilter(!props.isFiltered)}
        >
          {props.isFiltered ? 'Show all' : `Show ${counted(props.problems, 'problem')}`}
        </Button>
      </Show>
      <div class="ml-auto flex gap-1.5">
        <Show when={props.count.done > 0 && unfinished() > 0}>
          <Button size="sm" variant="ghost" onClick={() => uploads.cancel(uploads.items.filter(isFinished))}>
            Clear finished
          </Button>
        </Show>
        <Show
          when={unfinished() > 0}
          fallback={
            <Button size="sm" onClick={closeUploads}>
              Close
            </Button>
          }
        >
          <Button size="sm" variant="ghost" onClick={() => setConfirming(true)}>
            Cancel all
          </Button>
        </Show>
      </div>
      <ConfirmDialog
        open={isConfirming()}
        onClose={() => setConfirming(false)}
        title={`Cancel ${counted(unfinished(), 'upload')}?`}
        action="Cancel uploads"
        onConfirm={async () => closeUploads()}
      >
        <p>Files that have arrived stay. What the server has of the others is deleted.</p>
      </ConfirmDialog>
    </div>
  );
}

function isPaused({ status }: { status: UploadStatus }): boolean {
  return status === 'paused';
}

function hasFailed({ status }: { status: UploadStatus }): boolean {
  return status === 'failed';
}
