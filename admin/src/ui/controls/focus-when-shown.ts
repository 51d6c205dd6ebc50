/** A `ref` that gives an element the focus when it appears. Browsers obey `autofocus` only once a page load. */
export function focusWhenShown(element: HTMLElement): void {
  queueMicrotask(() => element.focus());
}
