import type { Places } from './model/layout.ts';

const KEY = 'selfdb.diagram.places';
const MAX_COORDINATE = 1_000_000;

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < MAX_COORDINATE;
}

/** Where a person has moved tables to, in this browser. */
export function readPlaces(): Places {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const entries = Object.entries(stored ?? {}).flatMap(
      ([name, place]): [string, { x: number; y: number }][] => {
        const { x, y } = Object(place);
        return isCoordinate(x) && isCoordinate(y) ? [[name, { x, y }]] : [];
      },
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

export function rememberPlaces(places: Places): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(places));
  } catch {
    // Without room in the browser, the places last as long as the page.
  }
}
