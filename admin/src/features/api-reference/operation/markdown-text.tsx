import { For, Match, Switch } from 'solid-js';
import { type Piece, paragraphsOf, piecesOf } from './markdown.ts';

function Pieces(props: { pieces: Piece[] }) {
  return (
    <For each={props.pieces}>
      {(piece) => (
        <Switch fallback={piece.text}>
          <Match when={piece.kind === 'code'}>
            <code class="rounded-sm bg-hover px-1 font-mono text-xs break-words text-ink">{piece.text}</code>
          </Match>
          <Match when={piece.kind === 'link' && piece}>
            {(link) => (
              <a href={link().href} target="_blank" rel="noreferrer" class="text-link underline">
                {link().text}
              </a>
            )}
          </Match>
        </Switch>
      )}
    </For>
  );
}

/** A text of the API's description: paragraphs with code and links. */
export function MarkdownText(props: { text: string; class?: string }) {
  return (
    <div class={`space-y-2 ${props.class ?? ''}`}>
      <For each={paragraphsOf(props.text)}>
        {(pieces) => (
          <p>
            <Pieces pieces={pieces} />
          </p>
        )}
      </For>
    </div>
  );
}

/** A line of such a text. */
export function MarkdownLine(props: { text: string }) {
  return <Pieces pieces={piecesOf(props.text)} />;
}
