import { type JSX, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';

interface QueryCardProps {
  query: string;
  title?: JSX.Element;
  onOpen: () => void;
  /** Opens it and runs it at once. */
  onRun?: () => void;
  actions?: JSX.Element;
  /** A line about it. */
  children?: JSX.Element;
}

const SHOWN_CHARACTERS = 500;

/** A query in a list, with ways to use it again. */
export function QueryCard(props: QueryCardProps) {
  return (
    <li class="px-5 py-3 hover:bg-hover">
      <Show when={props.title}>
        <p class="mb-1 flex items-center gap-2 font-medium">{props.title}</p>
      </Show>
      <pre class="line-clamp-4 font-mono text-xs break-words whitespace-pre-wrap">
        {props.query.slice(0, SHOWN_CHARACTERS)}
      </pre>
      <div class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">{props.children}</div>
      <div class="mt-2 flex items-center gap-1">
        <Button size="sm" onClick={() => props.onOpen()}>
          Open in a new tab
        </Button>
        <Show when={props.onRun}>
          {(run) => (
            <Button size="sm" variant="ghost" onClick={() => run()()}>
              Run again
            </Button>
          )}
        </Show>
        <div class="ml-auto">{props.actions}</div>
      </div>
    </li>
  );
}
