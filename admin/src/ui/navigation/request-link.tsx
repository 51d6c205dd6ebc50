import { A } from '@solidjs/router';
import { createContext, type JSX, Show, useContext } from 'solid-js';

/** Where a request is explained, by its id. Nowhere for who is not signed in. */
const RequestLinkContext = createContext<(id: string) => string>();

/** Makes the ids of requests links within its children. */
export function RequestLinks(props: { hrefOf: (id: string) => string; children: JSX.Element }) {
  return <RequestLinkContext.Provider value={props.hrefOf}>{props.children}</RequestLinkContext.Provider>;
}

/** The id of a request, which leads to its lines in the log. */
export function RequestId(props: { id: string }) {
  const hrefOf = useContext(RequestLinkContext);
  return (
    <Show when={hrefOf} fallback={<code class="truncate font-mono">{props.id}</code>}>
      {(href) => (
        <A
          href={href()(props.id)}
          title="Show this request in the logs"
          class="truncate font-mono text-link hover:underline pointer-coarse:py-2"
        >
          {props.id}
        </A>
      )}
    </Show>
  );
}
