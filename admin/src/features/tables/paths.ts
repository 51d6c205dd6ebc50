/** The parts of a table's page, each with a URL of its own. */
export type TableTab = 'rows' | 'schema' | 'indexes' | 'references' | 'settings';

/** The URL of a table's page. A path can't end in the names `.` and `..`: their tables are found by id. */
export function tablePath(table: { name: string; id?: string | null }, tab: TableTab = 'rows'): string {
  const dots = table.name === '.' || table.name === '..';
  const segment = encodeURIComponent(dots && table.id ? table.id : table.name);
  return tab === 'rows' ? `/tables/${segment}` : `/tables/${segment}/${tab}`;
}

/** The tab that a path shows. */
export function tabOfPath(pathname: string): TableTab {
  const last = pathname.split('/')[3];
  return TABS.find((tab) => tab === last) ?? 'rows';
}

const TABS: TableTab[] = ['schema', 'indexes', 'references', 'settings'];

/** A segment of a URL as text; a broken escape stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
