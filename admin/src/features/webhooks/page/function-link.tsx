import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { functionPath } from '../../functions/paths.ts';
import { answerOf } from '../../tables/queries.ts';
import { functionChoicesQuery } from '../queries.ts';

/** A function by its name, which leads to it. */
export function FunctionLink(props: { id: string | null }) {
  const sdk = useSdk();
  const functions = createQuery(() => functionChoicesQuery(sdk));
  const name = () => answerOf(functions)?.find(({ id }) => id === props.id)?.name;
  return (
    <Show when={props.id}>
      {(id) => (
        <A
          href={functionPath(id())}
          class="block max-w-48 truncate font-mono text-xs text-link hover:underline"
        >
          {name() ?? id().slice(0, 8)}
        </A>
      )}
    </Show>
  );
}
