import { For } from 'solid-js';
import { splitByMatch } from './split-by-match.ts';

/** A text in which the matches of a search are marked. */
export function Highlight(props: { text: string; search: string }) {
  return (
    <For each={splitByMatch(props.text, props.search)}>
      {(piece, index) =>
        index() % 2 === 0 ? piece : <mark class="rounded-sm bg-warning-soft text-warning">{piece}</mark>
      }
    </For>
  );
}
