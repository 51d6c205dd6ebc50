import { createSignal, onCleanup } from 'solid-js';

/** A key combination and what it does. */
export interface Shortcut {
  /** `Mod+K` (Ctrl, on a Mac Command), `?`, or two keys in turn: `g t`. */
  keys: string;
  label: string;
  group: string;
  run: () => void;
}

const SEQUENCE_MS = 1000;

const [shortcuts, setShortcuts] = createSignal<Shortcut[]>([]);

/** The shortcuts that work now, for the sheet that lists them. */
export const activeShortcuts = shortcuts;

/** Makes shortcuts work while the calling component is there. */
export function useShortcuts(added: Shortcut[]): void {
  setShortcuts((list) => [...list, ...added]);
  onCleanup(() => setShortcuts((list) => list.filter((shortcut) => !added.includes(shortcut))));
}

/** The editor of SQL is in a shadow tree, whose events seem to come from its host. */
function innermost(event: KeyboardEvent): EventTarget | null {
  return event.composedPath()[0] ?? event.target;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"]') !== null;
}

/** The name of a pressed key in the form of `Shortcut.keys`. */
function strokeOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return key;
  return `Mod+${event.shiftKey ? 'Shift+' : ''}${event.key.length === 1 ? key.toUpperCase() : key}`;
}

/** Listens for all shortcuts. Call it once. */
export function listenForShortcuts(): void {
  let first: { stroke: string; at: number } | undefined;
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const stroke = strokeOf(event);
    const modified = stroke.startsWith('Mod+');
    if (!modified && (isTyping(innermost(event)) || isInDialog(event.target))) return;
    const sequence =
      first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.stroke} ${stroke}` : undefined;
    // The last one registered wins: that of the innermost part of the page.
    const found = shortcuts().findLast(({ keys }) => keys === sequence || keys === stroke);
    first = found || modified ? undefined : { stroke, at: event.timeStamp };
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  document.addEventListener('keydown', listener);
  onCleanup(() => document.removeEventListener('keydown', listener));
}
