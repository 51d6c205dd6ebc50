/** Moves the focus of an overlay that opens to the field marked with `autofocus`; without one, the first element gets it. */
export function focusMarked(event: Event): void {
  const overlay = event.currentTarget;
  if (!(overlay instanceof HTMLElement)) return;
  const marked = overlay.querySelector<HTMLElement>('[autofocus]');
  if (!marked) return;
  event.preventDefault();
  marked.focus();
}
