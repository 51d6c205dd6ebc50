/** What a person has chosen for the columns of a table. */
export interface RememberedLayout {
  order: string[];
  hidden: string[];
  sizes: Record<string, number>;
}

const NOTHING: RememberedLayout = { order: [], hidden: [], sizes: {} };
const key = (tableName: string) => `selfdb.rows.${tableName}`;

/** The layout that this browser remembers for a table. */
export function readLayout(tableName: string): RememberedLayout {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(tableName)) ?? 'null');
    return isLayout(stored) ? stored : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Remembers a layout; a browser without room for it forgets it at the end of the visit. */
export function writeLayout(tableName: string, layout: RememberedLayout): void {
  const isDefault =
    layout.order.length === 0 && layout.hidden.length === 0 && Object.keys(layout.sizes).length === 0;
  try {
    if (isDefault) localStorage.removeItem(key(tableName));
    else localStorage.setItem(key(tableName), JSON.stringify(layout));
  } catch {
    // Storage is full or switched off.
  }
}

function isLayout(value: unknown): value is RememberedLayout {
  if (typeof value !== 'object' || value === null) return false;
  const { order, hidden, sizes } = value as Partial<Record<keyof RememberedLayout, unknown>>;
  const areNames = (list: unknown) => Array.isArray(list) && list.every((name) => typeof name === 'string');
  return areNames(order) && areNames(hidden) && typeof sizes === 'object' && sizes !== null;
}
