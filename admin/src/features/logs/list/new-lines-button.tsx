import ArrowDown from 'lucide-solid/icons/arrow-down';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { counted } from '../../../ui/format/numbers.ts';

/** Leads to the newest line, and says how many have come. Not there at the end of the list. */
export function NewLinesButton(props: { count: number; isAtEnd: boolean; onShow: () => void }) {
  const label = () => (props.count > 0 ? counted(props.count, 'new line') : 'Newest');
  return (
    <Show when={!props.isAtEnd || props.count > 0}>
      <div class="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
        <Button
          size="sm"
          icon={<ArrowDown />}
          class="pointer-events-auto shadow-pop"
          variant={props.count > 0 ? 'primary' : 'secondary'}
          onClick={() => props.onShow()}
        >
          {label()}
        </Button>
      </div>
    </Show>
  );
}
