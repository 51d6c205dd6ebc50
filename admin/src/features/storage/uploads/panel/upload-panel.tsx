import { useQueryClient } from '@tanstack/solid-query';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import { useSignedIn } from '../../../../app/session/session.tsx';
import { IconButton } from '../../../../ui/controls/icon-button.tsx';
import { Progress } from '../../../../ui/display/progress.tsx';
import { isFinished, type UploadItem } from '../queue/upload-item.ts';
import { speed, uploads, uploadsVersion, useForUploads } from '../queue/uploads.ts';
import { PanelActions } from './panel-actions.tsx';
import { announcement, figures, headline, type UploadState } from './summary.ts';
import { TakenDialog } from './taken-dialog.tsx';
import { UploadList } from './upload-list.tsx';

/** The listing of a folder is read again at most this often while files arrive. */
const REFRESH_MS = 2000;

/** The uploads: at the bottom right, and on a phone a bar at the bottom. */
export default function UploadPanel() {
  const { sdk, user } = useSignedIn();
  useForUploads(sdk, user.id);
  // Whoever signs out, or is, goes on after the next sign-in.
  onCleanup(() => uploads.pause(uploads.items));
  refreshListings();
  const state = createMemo(readState);
  const [isOpen, setOpen] = createSignal(true);
  const [isFiltered, setFiltered] = createSignal(false);
  const items = createMemo(() => {
    uploadsVersion();
    return isFiltered() ? uploads.items.filter(isProblem) : [...uploads.items];
  });
  const problems = () => state().count.failed + state().count.refused;
  const share = () =>
    state().total > 0 ? state().loaded / state().total : Number(uploads.items.every(isFinished));
  return (
    <aside
      ref={keepToastsAbove}
      aria-label="Uploads"
      class="z-30 shrink-0 border-t border-line bg-raised shadow-pop md:fixed md:right-3 md:bottom-3 md:w-[27rem] md:rounded-lg md:border"
    >
      <header class="flex items-start gap-2 px-3 py-2.5">
        <div class="min-w-0 flex-1">
          <Progress label={headline(state())} value={share()} />
          <p class="tabular mt-1 text-xs text-muted">{figures(state())}</p>
        </div>
        <IconButton
          size="sm"
          label={isOpen() ? 'Show less' : 'Show all uploads'}
          aria-expanded={isOpen()}
          icon={isOpen() ? <ChevronDown /> : <ChevronUp />}
          onClick={() => setOpen(!isOpen())}
        />
      </header>
      <p role="status" class="sr-only">
        {announcement(state())}
      </p>
      <PanelActions
        count={state().count}
        problems={problems()}
        isFiltered={isFiltered()}
        onFilter={setFiltered}
      />
      <Show when={isOpen()}>
        <div class="border-t border-line">
          <UploadList items={items()} />
        </div>
      </Show>
      <TakenDialog />
    </aside>
  );
}

function isProblem({ status }: UploadItem): boolean {
  return status === 'failed' || status === 'refused';
}

function readState(): UploadState {
  uploadsVersion();
  const { count, loaded, total, wanted } = uploads.tally;
  return {
    ...{ count: { ...count }, loaded, total },
    isLost: uploads.connection.isLost || uploads.isStalled,
    bytesPerSecond: speed.bytesPerSecond(),
    secondsLeft: speed.secondsLeft({ loaded, total, done: count.done, wanted }),
  };
}

function refreshListings(): void {
  const client = useQueryClient();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const done = createMemo(() => {
    uploadsVersion();
    return uploads.tally.count.done;
  });
  const refresh = () => {
    timer = undefined;
    void client.invalidateQueries({ queryKey: ['storage'] });
  };
  createEffect(
    on(done, (now, before) => {
      if (now > (before ?? 0)) timer ??= setTimeout(refresh, uploads.tally.running > 0 ? REFRESH_MS : 0);
    }),
  );
  onCleanup(() => {
    if (timer === undefined) return;
    clearTimeout(timer);
    refresh();
  });
}

/** Messages appear above the panel instead of over it. */
function keepToastsAbove(panel: HTMLElement): void {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() =>
    style.setProperty('--toast-bottom', `${panel.offsetHeight + 24}px`),
  );
  onMount(() => observer.observe(panel));
  onCleanup(() => {
    observer.disconnect();
    style.removeProperty('--toast-bottom');
  });
}
