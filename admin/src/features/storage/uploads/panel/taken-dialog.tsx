import { useLocation } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, Show } from 'solid-js';
import { Button } from '../../../../ui/controls/button.tsx';
import { counted } from '../../../../ui/format/numbers.ts';
import { Dialog } from '../../../../ui/overlays/dialog.tsx';
import type { ConflictChoice, UploadBatch, UploadItem } from '../queue/upload-item.ts';
import { uploads, uploadsVersion } from '../queue/uploads.ts';

const SHOWN = 5;

/** Asks once for each batch what becomes of files whose name is taken. On other pages it waits behind a button. */
export function TakenDialog() {
  const location = useLocation();
  const taken = createMemo(() => {
    uploadsVersion();
    if (uploads.tally.count.taken === 0) return [];
    const items = uploads.items.filter(({ status }) => status === 'taken');
    return items.filter(({ batch }) => batch === items[0]?.batch);
  });
  const [isOpen, setOpen] = createSignal(false);
  const asked = new Set<UploadBatch>();
  createEffect(() => {
    const batch = taken()[0]?.batch;
    if (!batch) return setOpen(false);
    if (asked.has(batch) || !location.pathname.startsWith('/storage')) return;
    asked.add(batch);
    setOpen(true);
  });
  return (
    <Show when={taken()[0]} keyed={false}>
      {(first) => (
        <div class="flex items-center gap-2 border-t border-line bg-warning-soft px-3 py-2">
          <p class="min-w-0 flex-1">
            {taken().length === 1 ? 'A name is taken.' : `${counted(taken().length, 'name')} are taken.`}
          </p>
          <Button size="sm" onClick={() => setOpen(true)}>
            Choose…
          </Button>
          <Question
            open={isOpen()}
            items={taken()}
            onClose={() => setOpen(false)}
            onChoose={(choice) => {
              setOpen(false);
              uploads.choose(first().batch, choice);
            }}
          />
        </div>
      )}
    </Show>
  );
}

interface QuestionProps {
  open: boolean;
  items: UploadItem[];
  onClose: () => void;
  onChoose: (choice: Exclude<ConflictChoice, 'ask'>) => void;
}

function Question(props: QuestionProps) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.items.length === 1 ? 'A file with this name exists' : 'Files with these names exist'}
      description="Your choice holds for all files of this upload, those still to come included."
      footer={
        <>
          <Button onClick={() => props.onChoose('skip')}>Skip</Button>
          <Button variant="danger" onClick={() => props.onChoose('replace')}>
            Replace
          </Button>
          <Button variant="primary" onClick={() => props.onChoose('rename')}>
            Keep both
          </Button>
        </>
      }
    >
      <ul class="space-y-1 font-mono text-xs">
        <For each={props.items.slice(0, SHOWN)}>{({ path }) => <li class="break-all">{path}</li>}</For>
      </ul>
      <Show when={props.items.length > SHOWN}>
        <p class="mt-1 text-xs text-muted">and {counted(props.items.length - SHOWN, 'more name')}</p>
      </Show>
    </Dialog>
  );
}
