import type { Principal } from '@selfdb/server/auth/principal';
import { Access } from '@selfdb/shared/contract/access';
import type { RightsChange, RightsState } from '../../change.ts';

/** What decides whether a caller may listen: the caller's rights, and the table's if there is one. */
export interface Rights {
  principal: Principal;
  /** Undefined for an anonymous caller, and for a caller whose session or account has ended. */
  caller: { role: string } | undefined;
  /** Undefined if there is no such table. */
  table: TableRights | undefined;
}

interface TableRights {
  /** In the registry. A restore keeps it, and gives the table another oid. */
  id: string;
  relid: number;
  name: string;
  ownerId: string;
  access: Access;
  isRealtime: boolean;
}

const NO_TABLE = 'There is no such table.';
export const RENAMED = 'The table was renamed or dropped.';
export const ENDED = 'The session has ended. Sign in again.';

/** Why the caller may not listen to the table, in the words of the rows API; undefined if they may. */
export function refusalOfTable({ principal, caller, table }: Rights): string | undefined {
  if (principal.kind === 'user' && !caller) return ENDED;
  if (!table) return NO_TABLE;
  if (!mayUse(table, principal, caller?.role)) {
    return principal.kind === 'user' ? "Only the table's owner or an administrator may do this." : NO_TABLE;
  }
  return table.isRealtime ? undefined : 'Realtime is not enabled for this table.';
}

/** Decides as `selfdb.may_use` does: a test compares the two. `role` is the role of a user whose session is alive. */
function mayUse({ access, ownerId }: TableRights, principal: Principal, role: string | undefined): boolean {
  if (access === 'public') return true;
  if (principal.kind === 'anonymous' || role === undefined) return false;
  return access === 'users' || ownerId === principal.userId || role === 'ADMIN';
}

/** The access of a table, as found by a statement or a change of rights. An unreadable one is `owner`. */
export function readAccess(access: unknown): Access {
  const read = Access.safeParse(access);
  return read.success ? read.data : 'owner';
}

/** Why the caller may not enter a room; undefined if they may. */
export function refusalOfRoom({ principal, caller }: Rights): string | undefined {
  if (principal.kind === 'anonymous') return 'Sign in to enter a room.';
  return caller ? undefined : ENDED;
}

/** What a change of rights concerns, as text. */
export function concernOf({ of, id }: Pick<RightsChange, 'of' | 'id'>): string {
  return `${of}:${id}`;
}

/** What these rights depend on. */
export function concernsOf({ principal, table }: Rights): string[] {
  const concerns =
    principal.kind === 'user' ? [`user:${principal.userId}`, `session:${principal.sessionId}`] : [];
  return table ? [...concerns, `table:${table.relid}`] : concerns;
}

/** The rights after a change that concerns them. A lost session or account does not come back. */
export function afterChange(rights: Rights, { of, now }: RightsChange, time: number): Rights {
  if (of === 'table') return { ...rights, table: rights.table && toTable(rights.table, now) };
  if (!rights.caller || !now) return { ...rights, caller: undefined };
  if (of === 'session') return isSessionOver(now, time) ? { ...rights, caller: undefined } : rights;
  if (now.is_active !== true) return { ...rights, caller: undefined };
  return { ...rights, caller: { role: String(now.role) } };
}

function toTable({ id, relid }: TableRights, now: RightsChange['now']): TableRights | undefined {
  if (!now) return undefined;
  return {
    id,
    relid,
    name: typeof now.name === 'string' ? now.name : '',
    ownerId: String(now.owner_id),
    access: readAccess(now.access),
    isRealtime: now.realtime_enabled === true,
  };
}

/** An unreadable time counts as past. */
function isSessionOver({ revoked_at, expires_at }: RightsState, time: number): boolean {
  return revoked_at !== null || !(Date.parse(String(expires_at)) > time);
}
