import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { answerOf, definitionQuery } from '../queries.ts';
import { useTable } from './table-context.tsx';

/** The SQL that creates the table again. */
export function DefinitionDialog(props: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      size="lg"
      title="SQL of the table"
      description="Creates the table again, without its rows. The types, functions and tables that it refers to must exist."
    >
      <Definition />
    </Dialog>
  );
}

function Definition() {
  const sdk = useSdk();
  const { table } = useTable();
  const definition = createQuery(() => definitionQuery(sdk, table().id));
  return (
    <Show
      when={answerOf(definition) !== undefined}
      fallback={
        <Show when={definition.isLoadingError} fallback={<Skeleton class="h-40" />}>
          <ErrorNotice
            title="The definition could not be read."
            error={definition.error}
            onRetry={() => void definition.refetch()}
          />
        </Show>
      }
    >
      <Code label="SQL" code={answerOf(definition) ?? ''} />
    </Show>
  );
}
