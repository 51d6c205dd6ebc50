import { Show } from 'solid-js';

/** Says, beside the title of a page, that what happens appears at once, or that the server does not answer. */
export function LiveMark(props: { isLive: boolean; isLost?: boolean }) {
  return (
    <span role="status" class="flex items-center gap-1.5 text-xs text-muted">
      <Show when={props.isLive}>
        <span
          aria-hidden="true"
          class={`size-2 rounded-full ${props.isLost ? 'bg-warning' : 'bg-success'}`}
        />
        {props.isLost ? 'No answer' : 'Live'}
      </Show>
    </span>
  );
}
