import { createMemo, For, Show } from 'solid-js';
import { shortType } from '../../../ui/format/types.ts';
import type { DiagramModel } from '../diagram-model.ts';
import type { CardColumn, TableCard } from '../model/diagram.ts';
import { fit, HEADER, LINE, lettersOf, shownColumns } from '../model/size.ts';

const LETTER = 7;

/** A key or a link before a column's name. */
function mark({ isKey, isReference }: CardColumn): string {
  if (isKey) return '◆';
  return isReference ? '→' : '';
}

/** A table with its columns. Enter, Space or a click selects it. */
export function CardShape(props: {
  model: DiagramModel;
  card: TableCard;
  /** What can be read from so far: nothing, the name, the columns too. */
  detail: 'box' | 'name' | 'columns';
  onHover: (name: string | undefined) => void;
}) {
  const { model, card } = props;
  const box = () => model.boxOf(card.name);
  const shown = createMemo(() => shownColumns(card, model.onlyKeys()));
  const isSelected = () => model.search.table === card.name;
  const letters = () => Math.floor((box().width - 24) / LETTER);
  const select = () => model.select(card.name);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    select();
  }
  /** A table that gets the focus by Tab comes into sight. */
  function onFocus() {
    const { x, y, scale } = model.view();
    const { width, height } = model.window();
    const left = box().x * scale + x;
    const top = box().y * scale + y;
    const isOut = left < 0 || top < 0 || left + box().width * scale > width || top + HEADER > height;
    if (isOut) model.show(card.name);
  }
  return (
    <g
      data-card={card.name}
      transform={`translate(${box().x} ${box().y})`}
      onPointerEnter={() => props.onHover(card.name)}
      onPointerLeave={() => props.onHover(undefined)}
    >
      {/* The box alone is the button: with its texts inside, their sum would have to be its name. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons */}
      <rect
        role="button"
        tabIndex={0}
        aria-pressed={isSelected()}
        aria-label={`Table ${card.name}, ${card.columns.length} columns`}
        width={box().width}
        height={box().height}
        rx="6"
        class={`cursor-pointer fill-surface outline-none focus-visible:stroke-link focus-visible:stroke-3 ${isSelected() ? 'stroke-link' : 'stroke-line-strong'}`}
        stroke-width={isSelected() ? 2.5 : 1}
        onClick={select}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      />
      <g class="pointer-events-none">
        <path
          d={`M0.5 ${HEADER}V6a5.5 5.5 0 0 1 5.5 -5.5H${box().width - 6}a5.5 5.5 0 0 1 5.5 5.5V${HEADER}Z`}
          class={isSelected() ? 'fill-accent-soft' : 'fill-hover'}
        />
        <Show
          when={props.detail === 'columns'}
          fallback={
            <Show when={props.detail === 'name'}>
              <FarName name={card.name} width={box().width} height={box().height} />
            </Show>
          }
        >
          <text x="10" y={HEADER / 2} dominant-baseline="central" class="fill-ink text-sm font-semibold">
            {fit(card.name, letters())}
          </text>
          <For each={shown().columns}>
            {(column, index) => (
              <ColumnLine column={column} index={index()} width={box().width} letters={letters()} />
            )}
          </For>
          <Show when={shown().hidden > 0}>
            <text
              x="26"
              y={HEADER + (shown().columns.length + 0.5) * LINE}
              dominant-baseline="central"
              class="fill-muted text-xs"
            >
              {shown().hidden} more
            </text>
          </Show>
        </Show>
      </g>
      <title>{card.name}</title>
    </g>
  );
}

/** The name in large letters, for a drawing seen from afar. */
function FarName(props: { name: string; width: number; height: number }) {
  const size = () =>
    Math.min(30, Math.max(14, (props.width - 16) / (Math.min(lettersOf(props.name), 22) * 0.62)));
  return (
    <text
      x={props.width / 2}
      y={Math.max(HEADER / 2, props.height / 2)}
      text-anchor="middle"
      dominant-baseline="central"
      class="fill-ink font-semibold"
      style={{ 'font-size': `${size()}px` }}
    >
      {fit(props.name, 22)}
    </text>
  );
}

function ColumnLine(props: { column: CardColumn; index: number; width: number; letters: number }) {
  const y = () => HEADER + (props.index + 0.5) * LINE;
  const type = () => fit(shortType(props.column.type), 14);
  const name = () => fit(props.column.name, Math.max(6, props.letters - type().length - 4));
  return (
    <>
      <text x="10" y={y()} dominant-baseline="central" class="fill-link text-xs">
        {mark(props.column)}
      </text>
      <text
        x="26"
        y={y()}
        dominant-baseline="central"
        class={`fill-ink text-xs ${props.column.nullable ? '' : 'font-semibold'}`}
      >
        {name()}
      </text>
      <text
        x={props.width - 10}
        y={y()}
        text-anchor="end"
        dominant-baseline="central"
        class="fill-muted font-mono text-xs"
      >
        {type()}
        {props.column.nullable ? '?' : ''}
      </text>
    </>
  );
}
