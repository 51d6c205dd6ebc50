import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import type { DiagramModel } from '../diagram-model.ts';
import type { Edge } from '../model/diagram.ts';
import { boxAround, overlaps, visibleBox } from '../model/viewport.ts';
import { CardShape } from './card-shape.tsx';
import { EdgeShape } from './edge-shape.tsx';
import { watchGestures } from './gestures.ts';

const STEP = 80;
const FAR = 0.3;
/** Below it, columns are too small to read and not drawn. */
const READABLE = 0.42;
/** Below it, names are too small, too. */
const NAMES = 0.14;

const areSame = <T,>(a: readonly T[], b: readonly T[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** The drawing: only what the window shows is in the document. */
export function Canvas(props: { model: DiagramModel }) {
  const { model } = props;
  let host!: HTMLDivElement;
  const [hovered, setHovered] = createSignal<string>();
  onMount(() => {
    const measure = () => model.setWindow({ width: host.clientWidth, height: host.clientHeight });
    measure();
    if (model.isReady()) model.show(model.search.table);
    const observer = new ResizeObserver(measure);
    observer.observe(host);
    onCleanup(() => observer.disconnect());
    onCleanup(watchGestures(host, model));
  });
  const window = createMemo(() => visibleBox(model.view(), model.window()));
  const marked = () => hovered() ?? model.search.table;
  const detail = createMemo(() => {
    const { scale } = model.view();
    if (scale < NAMES) return 'box';
    return scale < READABLE ? 'name' : 'columns';
  });
  const isFar = createMemo(() => model.view().scale < FAR);
  const isMarked = ({ id, from, to }: Edge) =>
    id === model.search.reference || from === marked() || to === marked();
  const cards = createMemo(
    () =>
      model.isReady() ? model.chosen().cards.filter(({ name }) => overlaps(model.boxOf(name), window())) : [],
    [],
    { equals: areSame },
  );
  const edges = createMemo(
    () =>
      model.isReady()
        ? model
            .chosen()
            .edges.filter((edge) =>
              isFar()
                ? isMarked(edge)
                : overlaps(boxAround([model.boxOf(edge.from), model.boxOf(edge.to)]), window()),
            )
        : [],
    [],
    { equals: areSame },
  );
  // From afar, thousands of elements would be slow, and their ends can't be seen.
  const farPath = createMemo(() =>
    isFar() && model.isReady()
      ? model
          .chosen()
          .edges.map((edge) => model.pathOf(edge).d)
          .join('')
      : undefined,
  );
  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [STEP, 0],
      ArrowRight: [-STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    model.pan(...move);
  }
  const transform = () => {
    const { x, y, scale } = model.view();
    return `translate(${x} ${y}) scale(${scale})`;
  };
  return (
    <div ref={host} class="relative min-w-0 flex-1 touch-none overflow-hidden bg-canvas">
      <Show when={!model.isReady() && !model.failure()}>
        <div role="status" aria-label="Laying out" class="absolute inset-0 p-6">
          <Skeleton class="h-full w-full" />
        </div>
      </Show>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no set of fields */}
      <svg
        role="group"
        aria-label="Diagram of the tables. Arrow keys move it, plus and minus zoom, Tab goes from table to table."
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move what it shows
        tabIndex={0}
        class="absolute inset-0 size-full cursor-grab select-none active:cursor-grabbing focus-visible:-outline-offset-2"
        onKeyDown={onKeyDown}
      >
        <g transform={transform()}>
          <Show when={farPath()}>
            {(d) => <path d={d()} class="fill-none stroke-muted" stroke-width="3" opacity="0.5" />}
          </Show>
          <For each={edges()}>
            {(edge) => (
              <EdgeShape
                model={model}
                edge={edge}
                isMarked={isMarked(edge)}
                isFaded={marked() !== undefined && edge.from !== marked() && edge.to !== marked()}
              />
            )}
          </For>
          <For each={cards()}>
            {(card) => <CardShape model={model} card={card} detail={detail()} onHover={setHovered} />}
          </For>
        </g>
      </svg>
    </div>
  );
}
