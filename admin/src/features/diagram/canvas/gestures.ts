import type { DiagramModel } from '../diagram-model.ts';

const WHEEL = 0.0015;
/** A press that moves less is a click. */
const CLICK = 4;

interface Press {
  x: number;
  y: number;
  card: string | undefined;
  /** From the pointer to the corner of the card, in the drawing. */
  offset: { x: number; y: number };
  hasMoved: boolean;
}

const nameOf = (event: Event) =>
  event.target instanceof Element
    ? event.target.closest('[data-card]')?.getAttribute('data-card')
    : undefined;

/** Pans by drag, moves cards, zooms by wheel and by two fingers. Gives a function that ends it. */
export function watchGestures(host: HTMLElement, model: DiagramModel): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  let press: Press | undefined;
  const place = (event: MouseEvent) => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const inDrawing = ({ x, y }: { x: number; y: number }) => {
    const view = model.view();
    return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return a && b
      ? { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
      : undefined;
  };
  function onDown(event: PointerEvent) {
    if (event.button !== 0) return;
    const at = place(event);
    pointers.set(event.pointerId, at);
    const card = nameOf(event) ?? undefined;
    const corner = card === undefined ? { x: 0, y: 0 } : model.placeOf(card);
    const point = inDrawing(at);
    const offset = { x: corner.x - point.x, y: corner.y - point.y };
    press = { ...at, card, offset, hasMoved: false };
  }
  function onMove(event: PointerEvent) {
    const before = pointers.get(event.pointerId);
    if (!before || !press) return;
    const at = place(event);
    const old = spread();
    pointers.set(event.pointerId, at);
    const now = spread();
    if (!press.hasMoved && Math.hypot(at.x - press.x, at.y - press.y) < CLICK) return;
    if (!press.hasMoved) host.setPointerCapture(event.pointerId);
    press.hasMoved = true;
    if (old && now) {
      model.zoom(now.distance / Math.max(1, old.distance), now);
      model.pan(now.x - old.x, now.y - old.y);
      return;
    }
    if (press.card === undefined) {
      model.pan(at.x - before.x, at.y - before.y);
      return;
    }
    const point = inDrawing(at);
    model.moveCard(press.card, { x: point.x + press.offset.x, y: point.y + press.offset.y });
  }
  function onUp(event: PointerEvent) {
    pointers.delete(event.pointerId);
    if (press?.hasMoved && press.card !== undefined) model.keepPlaces();
  }
  /** A drag is no click on what it began on. */
  function onClick(event: MouseEvent) {
    if (!press?.hasMoved) return;
    event.stopPropagation();
    press = undefined;
  }
  function onWheel(event: WheelEvent) {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey) model.pan(-event.deltaY * lines, 0);
    else model.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 6 : 1) * WHEEL), place(event));
  }
  const stopper = new AbortController();
  const { signal } = stopper;
  host.addEventListener('pointerdown', onDown, { signal });
  host.addEventListener('pointermove', onMove, { signal });
  host.addEventListener('pointerup', onUp, { signal });
  host.addEventListener('pointercancel', onUp, { signal });
  host.addEventListener('click', onClick, { signal, capture: true });
  host.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => stopper.abort();
}
