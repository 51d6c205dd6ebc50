import { A } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, Match, Show, Switch } from 'solid-js';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { shortType } from '../../../ui/format/types.ts';
import { tablePath } from '../../tables/paths.ts';
import type { DiagramModel } from '../diagram-model.ts';
import type { Edge, TableCard } from '../model/diagram.ts';

/** The rows whose column refers to a row. */
function referringRowsPath({ from, fromColumn, isOptional }: Edge): string {
  const path = tablePath({ name: from });
  if (!isOptional) return path;
  const filter = JSON.stringify({ [fromColumn]: { is: 'not_null' } });
  return `${path}?filter=${encodeURIComponent(filter)}`;
}

/** The selected table or reference, beside the drawing; on a phone over its lower half. */
export function SelectionPanel(props: { model: DiagramModel }) {
  return (
    <Switch>
      <Match when={props.model.selectedCard()}>
        {(card) => <TablePanel model={props.model} card={card()} />}
      </Match>
      <Match when={props.model.selectedEdge()}>
        {(edge) => <ReferencePanel model={props.model} edge={edge()} />}
      </Match>
    </Switch>
  );
}

const PANEL =
  'z-10 flex w-80 shrink-0 flex-col border-l border-line bg-surface max-sm:absolute max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[55%] max-sm:w-full max-sm:border-t max-sm:border-l-0';

function Header(props: { title: string; onClose: () => void }) {
  return (
    <header class="flex items-center gap-2 border-b border-line px-4 py-2">
      <h2 class="min-w-0 flex-1 text-sm font-semibold break-words">{props.title}</h2>
      <IconButton label="Close" size="sm" icon={<X />} onClick={props.onClose} />
    </header>
  );
}

function TablePanel(props: { model: DiagramModel; card: TableCard }) {
  const { model } = props;
  const edges = (side: 'from' | 'to') =>
    model.diagram().edges.filter((edge) => edge[side] === props.card.name);
  const isAround = () => model.around() === props.card.name;
  return (
    <aside aria-label={`Table ${props.card.name}`} class={PANEL}>
      <Header title={props.card.name} onClose={() => model.select(undefined)} />
      <div class="flex flex-wrap gap-2 px-4 py-3">
        <A href={tablePath(props.card)} class={buttonClass('primary', 'sm')}>
          Open rows
        </A>
        <A href={tablePath(props.card, 'schema')} class={buttonClass('secondary', 'sm')}>
          Schema
        </A>
        <Show when={!(isAround() && model.isPartial())}>
          <Button
            size="sm"
            variant="ghost"
            onClick={() =>
              model.setSearch({ around: isAround() ? undefined : props.card.name }, { replace: true })
            }
          >
            {isAround() ? 'Show all tables' : 'Show only what is near'}
          </Button>
        </Show>
      </div>
      <div class="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        <EdgeList title="Refers to" model={model} edges={edges('from')} other="to" />
        <EdgeList title="Referred to by" model={model} edges={edges('to')} other="from" />
        <h3 class="mt-3 mb-1 text-xs font-medium text-muted">Columns</h3>
        <ul class="divide-y divide-line">
          <For each={props.card.columns}>
            {(column) => (
              <li class="flex flex-wrap items-center gap-x-2 py-1 text-sm">
                <span class="break-all" classList={{ 'font-semibold': !column.nullable }}>
                  {column.name}
                </span>
                <Show when={column.isKey}>
                  <Badge>key</Badge>
                </Show>
                <span class="ml-auto font-mono text-xs text-muted">
                  {shortType(column.type)}
                  {column.nullable ? '' : ', required'}
                </span>
              </li>
            )}
          </For>
        </ul>
      </div>
    </aside>
  );
}

function EdgeList(props: { title: string; model: DiagramModel; edges: Edge[]; other: 'from' | 'to' }) {
  return (
    <Show when={props.edges.length > 0}>
      <h3 class="mt-3 mb-1 text-xs font-medium text-muted">{props.title}</h3>
      <ul>
        <For each={props.edges}>
          {(edge) => (
            <li>
              <button
                type="button"
                class="w-full rounded-sm py-1 text-left text-sm break-all text-link hover:underline pointer-coarse:py-3"
                onClick={() => props.model.selectEdge(edge.id)}
              >
                {edge[props.other]}
                <span class="text-muted"> · {edge.fromColumn}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

function ReferencePanel(props: { model: DiagramModel; edge: Edge }) {
  const go = (name: string) => props.model.select(name, true);
  return (
    <aside aria-label="Reference" class={PANEL}>
      <Header title="Reference" onClose={() => props.model.select(undefined)} />
      <div class="space-y-3 overflow-y-auto p-4 text-sm">
        <p class="break-words">
          <button type="button" class="font-semibold text-link" onClick={() => go(props.edge.from)}>
            {props.edge.from}
          </button>
          .{props.edge.fromColumn} refers to{' '}
          <button type="button" class="font-semibold text-link" onClick={() => go(props.edge.to)}>
            {props.edge.to}
          </button>
          .{props.edge.toColumn}
        </p>
        <p class="text-muted">
          {props.edge.isUnique
            ? 'At most one row refers to each row'
            : 'Any number of rows refer to each row'}
          {props.edge.isOptional ? ', and the column may be empty. ' : '. '}
          When the row is deleted: {props.edge.onDelete}.
        </p>
        <A href={referringRowsPath(props.edge)} class={buttonClass('primary', 'sm')}>
          Show rows
        </A>
      </div>
    </aside>
  );
}
