import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import type { DiagramModel } from '../diagram-model.ts';
import type { Chosen } from '../model/choose.ts';

function sentence({ reason, leftOut }: Chosen, around: string | undefined): string {
  const tables = counted(leftOut, 'table');
  const more = counted(leftOut, 'more table');
  switch (reason) {
    case 'surroundings':
      return `Shown: ${around} and what is at most two references away. ${more}.`;
    case 'no-references':
      return `${tables} without references ${leftOut === 1 ? 'is' : 'are'} left out. Search for one by its name.`;
    default:
      return `${tables} left out, because a drawing of so many can't be read. Search for one to see what is around it.`;
  }
}

/** Says which tables the drawing leaves out, and why. */
export function LeftOut(props: { model: DiagramModel }) {
  const leave = () =>
    props.model.setSearch(
      { around: undefined, ...(props.model.isPartial() && { table: undefined, reference: undefined }) },
      { replace: true },
    );
  return (
    <Show when={props.model.chosen().leftOut > 0}>
      <p class="flex flex-wrap items-center gap-3 px-4 pb-2 text-sm wrap-anywhere text-muted sm:px-6">
        <span class="min-w-0">{sentence(props.model.chosen(), props.model.around())}</span>
        <Show when={props.model.around()}>
          <Button size="sm" onClick={leave}>
            {props.model.isPartial() ? 'Choose another table' : 'Show all tables'}
          </Button>
        </Show>
      </p>
    </Show>
  );
}
