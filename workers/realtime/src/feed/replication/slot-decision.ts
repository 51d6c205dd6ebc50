import { type LogState, lastCommit } from '../log/log-state.ts';
import type { Lsn } from '../lsn.ts';

export const SLOT = 'selfdb_realtime';
export const PUBLICATION = 'selfdb_realtime';
const PLUGIN = 'pgoutput';

export interface Server {
  /** The identifier of the cluster. */
  system: string;
  /** The end of its log. */
  end: Lsn;
}

export interface Slot {
  plugin: string | null;
  /** Whether it belongs to this database. */
  isOurs: boolean;
  /** The process that reads it. */
  readBy: number | null;
  isLost: boolean;
  /** The position that was last acknowledged. */
  confirmed: Lsn | null;
}

export type Decision =
  | { do: 'resume'; expectsStored: boolean }
  /** Another process uses it. */
  | { do: 'wait'; why: string }
  /** This process cannot help. */
  | { do: 'refuse'; why: string }
  | { do: 'renew'; drop: boolean; why: string };

/** Decides from the stored state what to do with the slot, so that no change is lost without a gap. */
export function decideSlot(stored: LogState | undefined, server: Server, slot: Slot | undefined): Decision {
  if (slot && !slot.isOurs) {
    return {
      do: 'refuse',
      why: `The replication slot "${SLOT}" belongs to another database on this server.`,
    };
  }
  if (slot?.readBy != null) {
    return {
      do: 'wait',
      why: `The replication slot "${SLOT}" is in use by Postgres process ${slot.readBy}.`,
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
  if (!stored) return 'The change feed has just started. Reload the rows.';
  if (server.system !== stored.system) return 'The database has moved to another server. Reload the rows.';
  if (server.end < stored.position) return 'The database was restored to an older state. Reload the rows.';
  if (!slot) return 'The replication slot was dropped. Reload the rows.';
  if (slot.plugin !== PLUGIN) return 'The replication slot used another plugin. Reload the rows.';
  if (slot.isLost || slot.confirmed === null) return 'Realtime fell behind for too long. Reload the rows.';
  if (slot.confirmed > stored.position)
    return 'Another process read from the replication slot. Reload the rows.';
  return undefined;
}
