import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';

/**
 * The text of a field that is reported when the typing pauses for `delayMs`, or at once by `report`. It follows `value`, which
 * changes by other ways, too: the browser's back button, a link.
 */
export function createTypedText(value: Accessor<string>, onPause: (text: string) => void, delayMs: number) {
  const [typed, setTyped] = createSignal(value());
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  createEffect(on(value, (text) => text !== typed().trim() && setTyped(text), { defer: true }));
  function report(): void {
    clearTimeout(timer);
    onPause(typed());
  }
  function type(text: string): void {
    setTyped(text);
    clearTimeout(timer);
    timer = setTimeout(report, delayMs);
  }
  return { typed, type, report };
}
