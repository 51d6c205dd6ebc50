import { type JSX, Show } from 'solid-js';

interface ToolbarProps {
  /** Search and filters, at the left: what the page shows. */
  children: JSX.Element;
  /** At the right: what can be done with it. */
  actions?: JSX.Element;
}

/** The line above the content of a page: the search first, then filters, or a sentence; actions at the right. */
export function Toolbar(props: ToolbarProps) {
  return (
    <search class="flex shrink-0 flex-wrap items-center gap-x-1 gap-y-2 border-b border-line px-4 py-2 sm:gap-x-2 sm:px-6">
      {props.children}
      <Show when={props.actions}>
        {(actions) => <div class="ml-auto flex items-center gap-1 sm:gap-2">{actions()}</div>}
      </Show>
    </search>
  );
}

/** The width of a select in a toolbar. On a phone, selects share a line. */
export const toolbarSelect = 'min-w-0 flex-1 sm:w-40 sm:flex-none';
