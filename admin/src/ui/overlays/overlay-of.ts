/** Where an element opens a list or menu: in the dialog that it stands in, since all outside of a dialog is hidden from screen readers. */
export function overlayOf(element: HTMLElement | undefined): HTMLElement {
  return element?.closest<HTMLElement>('[role="dialog"]') ?? document.body;
}
