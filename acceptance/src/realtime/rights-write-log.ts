/** What an administrator's socket was brought, in order: a row that was written, or a mark of rights that changed. */
export type Entry = { cursor: string } & ({ n: number } | { of: string; now: Record<string, unknown> });

/** What a listener was brought between a join and the end of the channel. */
export interface Stay {
  /** The cursor of the reply: what was committed after it must come. */
  from: string;
  cursors: string[];
  /** `lost`: by `phx_close`. `doubt`: by `phx_error`, or with the socket. `open`: not at all. */
  end: 'lost' | 'doubt' | 'open';
}

/** The user whose rights are checked; undefined for a caller without a token. */
export interface Reader {
  name: string;
  userId: string | undefined;
}

interface Standing {
  access: unknown;
  ownerId: string;
  /** Users whose account or whose only session has ended. */
  inactive: Set<unknown>;
  loggedOut: Set<unknown>;
  admins: Set<unknown>;
}

/** Who may read the table at each entry, mark included: worked out from the marks alone. */
export function rightsOf(reader: Reader, writeLog: Entry[], ownerId: string): boolean[] {
  const standing: Standing = {
    access: 'owner',
    ownerId,
    inactive: new Set(),
    loggedOut: new Set(),
    admins: new Set(),
  };
  return writeLog.map((entry) => {
    if ('of' in entry) apply(standing, entry.of, entry.now);
    return mayRead(standing, reader.userId);
  });
}

function apply(standing: Standing, of: string, now: Record<string, unknown>): void {
  const put = (set: Set<unknown>, id: unknown, isIn: boolean) => (isIn ? set.add(id) : set.delete(id));
  if (of === 'tables') {
    standing.access = now.access;
    standing.ownerId = String(now.owner_id);
  } else if (of === 'users') {
    put(standing.inactive, now.id, now.is_active !== true);
    put(standing.admins, now.id, now.role === 'ADMIN');
  } else put(standing.loggedOut, now.user_id, now.revoked_at !== null);
}

function mayRead({ access, ownerId, ...standing }: Standing, userId: string | undefined): boolean {
  if (userId === undefined) return access === 'public';
  if (standing.inactive.has(userId) || standing.loggedOut.has(userId)) return false;
  return access !== 'owner' || ownerId === userId || standing.admins.has(userId);
}

/**
 * What is wrong with a stay: a row that the reader might not read where it was committed, one that is missing, doubled or
 * out of order, or an end by a right that was not lost there.
 */
export function faultsOf(stay: Stay, writeLog: Entry[], rights: boolean[]): string[] {
  const due = writeLog.flatMap((entry, position) =>
    'n' in entry && entry.cursor > stay.from ? position : [],
  );
  const faults: string[] = [];
  stay.cursors.forEach((cursor, index) => {
    const position = due[index];
    if (position === undefined || writeLog[position]?.cursor !== cursor)
      faults.push(`${cursor} is not the next row`);
    else if (!rights[position]) faults.push(`${cursor} was committed without the right`);
  });
  const next = due[stay.cursors.length] ?? writeLog.length;
  const last = due[stay.cursors.length - 1];
  if (stay.end === 'open' && next < writeLog.length)
    faults.push(`what follows ${stay.cursors.at(-1)} is missing`);
  if (stay.end === 'lost' && last !== undefined && !rights.slice(last, next).includes(false)) {
    faults.push(`it was closed after ${stay.cursors.at(-1)}, where no right was lost`);
  }
  return faults;
}
