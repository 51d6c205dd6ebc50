import { useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { chooseTables, mostReferenced } from './model/choose.ts';
import type { Diagram, Edge, TableCard } from './model/diagram.ts';
import { edgePath } from './model/edge-path.ts';
import type { Places, Point } from './model/layout.ts';
import { runLayout } from './model/run-layout.ts';
import { lineOf, type Size, sizeOf } from './model/size.ts';
import { type Box, boxAround, centerOn, fitView, type View, zoomAt } from './model/viewport.ts';
import { readPlaces, rememberPlaces } from './remembered-places.ts';

interface SearchState {
  table?: string;
  reference?: string;
  around?: string;
  columns?: string;
  view?: string;
}

const READABLE = 0.75;
const PHONE = 640;

/** What the diagram shows and where: the state of the page. */
export function createDiagramModel(diagram: () => Diagram) {
  const [search, setSearch] = useSearchParams<SearchState & Record<string, string>>();
  const onlyKeys = () => search.columns === 'keys';
  const cards = createMemo(() => new Map(diagram().cards.map((card) => [card.name, card])));
  const around = createMemo(() => (search.around && cards().has(search.around) ? search.around : undefined));
  const chosen = createMemo(() => chooseTables(diagram(), around()));
  const [laidOut, setLaidOut] = createSignal<Places>();
  const [moved, setMoved] = createSignal<Places>(readPlaces());
  const [failure, setFailure] = createSignal<unknown>();
  const [view, setView] = createSignal<View>({ x: 0, y: 0, scale: 1 });
  const [window, setWindow] = createSignal<Size>({ width: 1, height: 1 });
  const sizes = createMemo(
    () => new Map(chosen().cards.map((card) => [card.name, sizeOf(card, onlyKeys())])),
  );

  let running: AbortController | undefined;
  async function layOutAgain() {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    setFailure(undefined);
    const boxes = chosen().cards.map(({ name }) => ({
      name,
      ...(sizes().get(name) ?? { width: 0, height: 0 }),
    }));
    const links = chosen().edges.map(({ from, to }) => ({ from, to }));
    try {
      setLaidOut(await runLayout({ boxes, links }, controller.signal));
      show(search.table);
    } catch (error) {
      if (!controller.signal.aborted) setFailure(error);
    }
  }
  createEffect(on([chosen, onlyKeys], () => void layOutAgain()));
  onCleanup(() => running?.abort());

  const placeOf = (name: string): Point => moved()[name] ?? laidOut()?.[name] ?? { x: 0, y: 0 };
  const boxes = createMemo(
    () => new Map([...sizes()].map(([name, size]): [string, Box] => [name, { ...placeOf(name), ...size }])),
  );
  const boxOf = (name: string): Box => boxes().get(name) ?? { x: 0, y: 0, width: 0, height: 0 };
  const port = (card: TableCard | undefined, column: string) => {
    const { x, y, width } = boxOf(card?.name ?? '');
    return { left: x, right: x + width, y: y + (card ? lineOf(card, column, onlyKeys()) : 0) };
  };
  const pathOf = (edge: Edge) =>
    edgePath(port(cards().get(edge.from), edge.fromColumn), port(cards().get(edge.to), edge.toColumn));
  const fit = () => setView(fitView(boxAround(chosen().cards.map(({ name }) => boxOf(name))), window()));

  /** The part of the window that the panel leaves: on a phone, the upper half. */
  const seen = (): Size => {
    const { width, height } = window();
    return width < PHONE ? { width, height: height * 0.4 } : { width, height };
  };

  /** Brings a table into the middle, large enough to read; without one, all, or on a phone the one with the most references. */
  function show(name: string | undefined) {
    if (name !== undefined && sizes().has(name)) {
      setView(centerOn(boxOf(name), seen(), Math.max(READABLE, Math.min(1, view().scale))));
      return;
    }
    fit();
    const first = mostReferenced(chosen());
    if (window().width < PHONE && view().scale < READABLE && first) {
      setView(centerOn(boxOf(first), window(), READABLE));
    }
  }
  /** Marks a table, and brings it into sight if it is to be looked for. */
  function select(name: string | undefined, isLookedFor = false) {
    const isHidden = name !== undefined && !sizes().has(name);
    setSearch(
      { table: name, reference: undefined, ...(isHidden ? { around: name } : {}) },
      { replace: true },
    );
    if (isLookedFor && name !== undefined && !isHidden) show(name);
  }
  return {
    search,
    setSearch,
    diagram,
    chosen,
    around,
    onlyKeys,
    cards,
    sizes,
    isReady: () => laidOut() !== undefined,
    failure,
    layOutAgain,
    /** Forgets where tables were moved to. */
    resetPlaces() {
      setMoved({});
      rememberPlaces({});
      void layOutAgain();
    },
    hasMoved: () => chosen().cards.some(({ name }) => moved()[name] !== undefined),
    view,
    setView,
    window,
    setWindow,
    placeOf,
    boxOf,
    pathOf,
    fit,
    show,
    zoom: (factor: number, point = { x: window().width / 2, y: window().height / 2 }) =>
      setView(zoomAt(view(), point, factor)),
    pan: (x: number, y: number) => setView({ ...view(), x: view().x + x, y: view().y + y }),
    moveCard: (name: string, to: Point) => setMoved({ ...moved(), [name]: to }),
    keepPlaces: () => rememberPlaces(moved()),
    select,
    /** Whether not all tables were read. */
    isPartial: () => diagram().total !== undefined,
    /** Goes to a table, wherever it is: drawn, left out, or not read yet. */
    find(name: string) {
      if (cards().has(name)) select(name, true);
      else setSearch({ table: name, reference: undefined, around: name }, { replace: true });
    },
    selectEdge: (id: string) => setSearch({ table: undefined, reference: id }, { replace: true }),
    selectedCard: () => cards().get(search.table ?? ''),
    selectedEdge: () => diagram().edges.find(({ id }) => id === search.reference),
  };
}

export type DiagramModel = ReturnType<typeof createDiagramModel>;
