import { focusMarked } from './focus-marked.ts';

/** What has the focus, also inside of a shadow tree such as the editor's. */
function focused(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : undefined;
}

/** The focus of an overlay: into it when it opens, back to where it was when it closes. Kobalte gives it back only to a trigger of its own. */
export function keepFocus() {
  let opener: HTMLElement | undefined;
  return {
    onOpenAutoFocus(event: Event): void {
      opener = focused();
      focusMarked(event);
    },
    onCloseAutoFocus(event: Event): void {
      if (!opener?.isConnected || opener === document.body) return;
      event.preventDefault();
      opener.focus();
    },
  };
}
