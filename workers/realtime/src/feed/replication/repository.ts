import { parseSnapshot, type Snapshot } from '../../snapshot.ts';
import { type Lsn, parseLsn, printLsn } from '../lsn.ts';
import type { ReplicationSession } from './session.ts';
import { PUBLICATION, type Server, SLOT, type Slot } from './slot-decision.ts';

type Session = Pick<ReplicationSession, 'query'>;

export async function identifyServer(session: Session): Promise<Server> {
  const [row] = await session.query('IDENTIFY_SYSTEM');
  return { system: String(row?.systemid), end: parseLsn(row?.xlogpos) };
}

export async function findSlot(session: Session): Promise<Slot | undefined> {
  const [row] = await session.query(
    `select plugin, database = current_database() as is_ours, active_pid, wal_status, confirmed_flush_lsn
     from pg_replication_slots where slot_name = '${SLOT}'`,
  );
  if (!row) return undefined;
  return {
    plugin: row.plugin === null ? null : String(row.plugin),
    isOurs: row.is_ours === true,
    readBy: row.active_pid === null ? null : Number(row.active_pid),
    isLost: row.wal_status === 'lost',
    confirmed: row.confirmed_flush_lsn === null ? null : parseLsn(row.confirmed_flush_lsn),
  };
}

/** Waits for open transactions to end. Returns the position from which the slot has every commit. */
export async function createSlot(session: Session): Promise<Lsn> {
  const [row] = await session.query(
    `select lsn from pg_create_logical_replication_slot('${SLOT}', 'pgoutput')`,
  );
  return parseLsn(row?.lsn);
}

/** Advances the slot without decoding rows: transactions committed before the position are skipped. */
export async function advanceSlot(session: Session, position: Lsn): Promise<void> {
  await session.query(`select pg_replication_slot_advance('${SLOT}', '${printLsn(position)}')`);
}

export async function dropSlot(session: Session): Promise<void> {
  await session.query(`select pg_drop_replication_slot('${SLOT}')`);
}

/** The current snapshot, and a position in the log after everything that it contains. */
export async function findHorizon(session: Session): Promise<{ position: Lsn; snapshot: Snapshot }> {
  const [row] = await session.query(
    'select pg_current_snapshot() as snapshot, pg_current_wal_insert_lsn() as position',
  );
  return { position: parseLsn(row?.position), snapshot: parseSnapshot(row?.snapshot) };
}

/** Tells the API the history that its cursors begin with. */
export async function publishEpoch(session: Session, epoch: string): Promise<void> {
  await session.query(
    `insert into selfdb.change_feed (epoch) values ('${epoch}')
     on conflict (id) do update set epoch = excluded.epoch where change_feed.epoch <> excluded.epoch`,
  );
}

/** Whether the feed's publication exists. */
export async function isPublished(session: Session): Promise<boolean> {
  return (await session.query(`select from pg_publication where pubname = '${PUBLICATION}'`)).length > 0;
}
