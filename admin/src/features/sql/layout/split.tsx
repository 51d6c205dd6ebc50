import { createSignal, type JSX } from 'solid-js';

interface SplitProps {
  /** What the separator moves: "Height of the editor". */
  label: string;
  storageKey: string;
  top: JSX.Element;
  bottom: JSX.Element;
}

const MIN = 15;
const MAX = 85;
const STEP = 5;
const DEFAULT = 42;

function readShare(key: string): number {
  const stored = Number(localStorage.getItem(key));
  return stored >= MIN && stored <= MAX ? stored : DEFAULT;
}

/** Two areas above each other with a separator that pointer and arrow keys move; its place is remembered in the browser. */
export function Split(props: SplitProps) {
  const [share, setShare] = createSignal(readShare(props.storageKey));
  let host!: HTMLDivElement;
  function moveTo(percent: number) {
    const next = Math.round(Math.max(MIN, Math.min(MAX, percent)));
    setShare(next);
    localStorage.setItem(props.storageKey, String(next));
  }
  function onPointerMove(event: PointerEvent & { currentTarget: HTMLElement }) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = host.getBoundingClientRect();
    moveTo(((event.clientY - box.top) / box.height) * 100);
  }
  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowUp: -STEP, ArrowDown: STEP };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(share() + step);
  }
  return (
    <div ref={host} class="flex min-h-0 flex-1 flex-col">
      <div class="flex min-h-0 flex-col" style={{ height: `${share()}%` }}>
        {props.top}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule can't be moved */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={props.label}
        aria-orientation="horizontal"
        aria-valuenow={share()}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        class="h-1.5 shrink-0 cursor-row-resize touch-none border-y border-line bg-canvas hover:bg-accent-soft"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div class="flex min-h-0 flex-1 flex-col">{props.bottom}</div>
    </div>
  );
}
