import { type LogState, lastCommit } from '../log/log-state.ts';
import type { Lsn } from '../lsn.ts';

export const SLOT = 'selfdb_realtime';
export const PUBLICATION = 'selfdb_realtime';
const PLUGIN = 'pgoutput';

export interface Server {
  /** The identifier of the cluster. */
  system: string;
  /** How far its log goes. */
  end: Lsn;
}

export interface Slot {
  plugin: string | null;
  /** Whether it is of this database. */
  isOurs: boolean;
  /** The process that reads it. */
  readBy: number | null;
  isLost: boolean;
  /** What it has been told is stored. */
  confirmed: Lsn | null;
}

export type Decision =
  | { do: 'resume'; expectsStored: boolean }
  /** Somebody else has it. */
  | { do: 'wait'; why: string }
  /** Nothing can be done here. */
  | { do: 'refuse'; why: string }
  | { do: 'renew'; drop: boolean; why: string };

/** What to do with the slot, by what is stored, so that a change is never missed without a word. */
export function decideSlot(stored: LogState | undefined, server: Server, slot: Slot | undefined): Decision {
  if (slot && !slot.isOurs) {
    return {
      do: 'refuse',
      why: `The replication slot "${SLOT}" belongs to another database of this server.`,
    };
  }
  if (slot?.readBy != null) {
    return {
      do: 'wait',
      why: `The replication slot "${SLOT}" is read by process ${slot.readBy} of Postgres.`,
    };
  }
  const why = whyRenew(stored, server, slot);
  if (why !== undefined) return { do: 'renew', drop: slot !== undefined, why };
  const last = stored && lastCommit(stored);
  return {
    do: 'resume',
    expectsStored: last !== undefined && slot?.confirmed != null && slot.confirmed <= last,
  };
}

function whyRenew(stored: LogState | undefined, server: Server, slot: Slot | undefined): string | undefined {
  if (!stored) return 'The feed has begun.';
  if (server.system !== stored.system) return 'The database is on another server.';
  if (server.end < stored.position) return 'The database was put back to an older state.';
  if (!slot) return 'The replication slot was dropped.';
  if (slot.plugin !== PLUGIN) return 'The replication slot was made for something else.';
  if (slot.isLost || slot.confirmed === null) return 'The replication slot was away for too long.';
  if (slot.confirmed > stored.position) return 'Somebody else has read from the replication slot.';
  return undefined;
}
