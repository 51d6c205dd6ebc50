import type { AuditEntry, AuditQuery } from '@selfdb/sdk';

/** What the timeline shows: all, changes of rows, or a kind of entries of the audit log. */
const KINDS = [
  'all',
  'changes',
  'signins',
  'users',
  'tables',
  'files',
  'functions',
  'webhooks',
  'sql',
  'errors',
] as const;
type Kind = (typeof KINDS)[number];

const RANGES = ['any', 'hour', 'day', 'week', 'month'] as const;
export type ActivityRange = (typeof RANGES)[number];

/** What the page shows. It lives in the URL. */
export interface ActivityView {
  kind: Kind;
  range: ActivityRange;
  /** The e-mail address or id of a person. */
  person: string;
  search: string;
}

const ACTIONS: Partial<Record<Kind, string>> = {
  signins: 'user.log,session.',
  users: 'user.created,user.updated,user.deleted,user.role,user.password,session.',
  tables: 'table.,column.,index.',
  files: 'file.,folder.,bucket.',
  functions: 'function.',
  webhooks: 'webhook.',
  sql: 'sql.',
};
const HOUR_MS = 3_600_000;
const RANGE_MS: Record<Exclude<ActivityRange, 'any'>, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};
const MAX_SEARCH = 100;

type Parameters = Partial<Record<string, string | string[]>>;

/** The view that a URL names. What it names wrongly gets its default. */
export function readActivityView(parameters: Parameters): ActivityView {
  return {
    kind: KINDS.find((kind) => kind === parameters.kind) ?? 'all',
    range: RANGES.find((range) => range === parameters.range) ?? 'any',
    person: String(parameters.person ?? '').slice(0, 254),
    search: String(parameters.search ?? '').slice(0, MAX_SEARCH),
  };
}

/** When the range begins, in milliseconds; undefined for any time. */
export function rangeStart(range: ActivityRange, now: number): number | undefined {
  return range === 'any' ? undefined : now - RANGE_MS[range];
}

/** The view as filters of the audit log; undefined if it has none of its entries. */
export function toAuditQuery(view: ActivityView, now: number): AuditQuery | undefined {
  if (view.kind === 'changes') return undefined;
  const start = rangeStart(view.range, now);
  const action = ACTIONS[view.kind];
  return {
    ...(action ? { action } : {}),
    ...(view.kind === 'errors' ? { outcome: 'failed' as const } : {}),
    ...(view.person ? { actor: view.person } : {}),
    ...(view.search ? { search: view.search } : {}),
    ...(start === undefined ? {} : { since: new Date(start).toISOString() }),
  };
}

/** Whether the view has changes of rows. Nobody is named in them, so a person has none. */
export function hasRowChanges({ kind, person }: ActivityView): boolean {
  return (kind === 'all' || kind === 'changes') && person === '';
}

/**
 * Whether the view shows an entry that its filters of the audit log find. SQL that was only allowed to read is left out of a view of
 * all kinds: the dashboard itself asks so for the types of columns, and readers of reports do, all day.
 */
export function showsEntry({ kind }: ActivityView, { action, outcome, details }: AuditEntry): boolean {
  return kind !== 'all' || action !== 'sql.executed' || outcome !== 'ok' || details.read_only !== true;
}

/** Whether the view leaves something out. */
export function isActivityFiltered({ kind, range, person, search }: ActivityView): boolean {
  return kind !== 'all' || range !== 'any' || person !== '' || search !== '';
}
