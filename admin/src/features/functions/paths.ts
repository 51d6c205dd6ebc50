const TABS = [
  'code',
  'test',
  'executions',
  'dead-jobs',
  'logs',
  'versions',
  'variables',
  'triggers',
  'settings',
] as const;

/** The parts of a function's page, each with a URL of its own. */
export type FunctionTab = (typeof TABS)[number];

/** The URL of a function's page. The id stays the same when the function is renamed. */
export function functionPath(id: string, tab: FunctionTab = 'code'): string {
  return tab === 'code' ? `/functions/${id}` : `/functions/${id}/${tab}`;
}

/** The tab that a path shows. */
export function functionTabOf(pathname: string): FunctionTab {
  const last = pathname.split('/')[3];
  return TABS.find((tab) => tab === last) ?? 'code';
}

/** The URL of an execution's details. */
export function executionPath(id: string, executionId: string): string {
  return `${functionPath(id, 'executions')}?${new URLSearchParams({ execution: executionId })}`;
}
