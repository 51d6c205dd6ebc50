import type { BucketBrowser } from '../browse/browser.tsx';
import { howOf } from './selection.ts';

/** The entry and its part that a pointer is on. */
function targetOf(event: MouseEvent) {
  const element = event.target instanceof Element ? event.target : undefined;
  const index = Number(element?.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1);
  const part = element?.closest('[data-tick]') ? 'tick' : element?.closest('[data-open]') ? 'name' : 'rest';
  return { index, part };
}

const isTouch = () => matchMedia('(pointer: coarse)').matches;

/** What clicks in the listing do: select; on a name, or twice, or by touch, open. */
export function listingPointer(browser: BucketBrowser) {
  const { selection, listing } = browser;
  function open(index: number) {
    const entry = listing.entryAt(index);
    if (!entry) return;
    selection.setActive(index);
    browser.open(entry);
  }
  return {
    onClick(event: MouseEvent) {
      const { index, part } = targetOf(event);
      if (index < 0) return;
      const how = howOf(event);
      // With something selected, a touch goes on selecting, as on phones' own lists of files.
      const touch = isTouch() && selection.selected().size === 0;
      if (part === 'tick') void selection.select(index, how === 'only' ? 'toggle' : how);
      else if (how === 'only' && (part === 'name' ? !isTouch() || touch : touch)) open(index);
      else void selection.select(index, how === 'only' && isTouch() ? 'toggle' : how);
    },
    onDblClick(event: MouseEvent) {
      const { index, part } = targetOf(event);
      if (index >= 0 && part === 'rest' && !isTouch()) open(index);
    },
    /** Selects what a context menu is opened on, unless it is selected with others. */
    onOpening(event: MouseEvent) {
      const { index } = targetOf(event);
      const entry = listing.entryAt(index);
      // By key, the menu is about what is selected.
      const byKey = event.target === event.currentTarget || event.button !== 2;
      if (entry && !selection.has(entry.path)) void selection.select(index, 'only');
      else if (!entry && !byKey) selection.clear();
    },
  };
}
