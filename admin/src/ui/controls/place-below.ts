/** Where a list stands, as styles of a box with a fixed position. */
export type Place = { left: string; 'max-height': string } & ({ top: string } | { bottom: string });

const GAP = 4;
const MARGIN = 12;
const WIDEST = 360;
const HIGHEST = 288;

/** A place below an element, or above it where there is more room. */
export function placeBelow(element: Element): Place {
  const box = element.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const left = Math.max(MARGIN, Math.min(box.left, innerWidth - WIDEST - MARGIN));
  const side = below >= Math.min(HIGHEST, above) ? 'below' : 'above';
  return side === 'below'
    ? { left: `${left}px`, top: `${box.bottom + GAP}px`, 'max-height': `${Math.min(HIGHEST, below)}px` }
    : {
        left: `${left}px`,
        bottom: `${innerHeight - box.top + GAP}px`,
        'max-height': `${Math.min(HIGHEST, above)}px`,
      };
}
