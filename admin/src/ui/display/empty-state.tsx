import { type JSX, Show } from 'solid-js';

interface EmptyStateProps {
  icon?: JSX.Element;
  title: string;
  /** What this page is for, and the next step. */
  children?: JSX.Element;
  action?: JSX.Element;
}

/** Takes the place of a list that has nothing, and shows the next step. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="flex flex-col items-center px-6 py-14 text-center">
      <Show when={props.icon}>
        <div class="mb-3 flex size-10 items-center justify-center rounded-lg border border-line bg-canvas text-muted [&>svg]:size-5">
          {props.icon}
        </div>
      </Show>
      <p class="text-md font-semibold">{props.title}</p>
      <Show when={props.children}>
        <div class="mt-1 max-w-md text-sm text-muted">{props.children}</div>
      </Show>
      <Show when={props.action}>
        {(action) => <div class="mt-4 flex flex-wrap justify-center gap-2">{action()}</div>}
      </Show>
    </div>
  );
}
