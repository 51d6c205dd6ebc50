import type { BucketBrowser } from '../browse/browser.tsx';
import { parentFolder } from '../paths.ts';
import { indexAfterKey, type ListingShape } from './move-in-listing.ts';

interface ListingKeys {
  browser: BucketBrowser;
  shape: () => ListingShape;
  scrollTo: (index: number) => void;
}

/** The keys of the listing: arrows move, with Shift they select; Space ticks, Enter opens, Ctrl+A selects all, Backspace goes up. */
export function listingKeys({ browser, shape, scrollTo }: ListingKeys) {
  const { selection, listing, view } = browser;

  function move(event: KeyboardEvent): boolean {
    const next = indexAfterKey(event.key, selection.active(), shape());
    if (next === undefined) return false;
    if (event.shiftKey) void selection.select(next, 'range');
    else if (event.ctrlKey || event.metaKey) selection.setActive(next);
    else void selection.select(next, 'only');
    scrollTo(next);
    return true;
  }
  function use(event: KeyboardEvent): boolean {
    const active = selection.active();
    const mod = event.ctrlKey || event.metaKey;
    if (event.altKey) return false;
    if (mod && event.key.toLowerCase() === 'a') void selection.selectAll();
    else if (event.key === ' ' && active >= 0)
      void selection.select(active, event.shiftKey ? 'range' : 'toggle');
    else if (event.key === 'Escape' && selection.selected().size > 0) selection.clear();
    else if (event.key === 'Enter') {
      const entry = listing.entryAt(active);
      if (!entry) return false;
      browser.open(entry);
    } else if (event.key === 'Backspace' && view().path !== '' && view().search === '') {
      browser.change({ path: parentFolder(view().path) }, 'push');
    } else return move(event);
    return true;
  }
  return (event: KeyboardEvent): void => {
    // The headers that sort are buttons with keys of their own.
    if (event.target !== event.currentTarget || !use(event)) return;
    event.preventDefault();
  };
}
