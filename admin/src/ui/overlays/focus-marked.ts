// The browser draws the focus ring of a panel that a click opened, too, if nothing had the focus before.
let isPointerUsed = true;
addEventListener('pointerdown', () => setPointerUsed(true), { capture: true });
addEventListener('keydown', () => setPointerUsed(false), { capture: true });

function setPointerUsed(used: boolean): void {
  isPointerUsed = used;
}

/**
 * Moves the focus of an overlay that opens to the field marked with `autofocus`. Without one, the first element gets it, or, if a
 * pointer opened the overlay, the overlay itself, which has no ring.
 */
export function focusMarked(event: Event): void {
  const overlay = event.currentTarget;
  if (!(overlay instanceof HTMLElement)) return;
  const marked = overlay.querySelector<HTMLElement>('[autofocus]') ?? (isPointerUsed ? overlay : undefined);
  if (!marked) return;
  event.preventDefault();
  marked.focus();
}
