import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import type { SaveState } from './tab-saver.ts';

const WORDS: Record<SaveState, string> = {
  saved: 'Draft saved',
  waiting: 'Saving the draft…',
  saving: 'Saving the draft…',
  failed: 'The draft is not saved. Trying again.',
  conflict: 'The draft was changed in another window.',
};

interface SaveNoticeProps {
  state: SaveState;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Whether the server has the text; after a conflict, the choice between the two. */
export function SaveNotice(props: SaveNoticeProps) {
  return (
    <span role="status" class="flex items-center gap-2 text-xs text-muted">
      <span
        classList={{
          'text-warning': props.state === 'failed' || props.state === 'conflict',
          'max-sm:sr-only': props.state !== 'failed' && props.state !== 'conflict',
        }}
      >
        {WORDS[props.state]}
      </span>

      <Show when={props.state === 'conflict'}>
        <Button size="sm" onClick={() => props.onTakeTheirs()}>
          Load that text
        </Button>
        <Button size="sm" onClick={() => props.onKeepMine()}>
          Keep mine
        </Button>
      </Show>
    </span>
  );
}
