import { pause } from '../pause.ts';
import { query } from './postgres.ts';

const EVERY_MS = 1000;
const STATE = `select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float8 as kept, wal_status
  from pg_replication_slots where slot_name = 'selfdb_realtime'`;
const CAP = "select pg_size_bytes(current_setting('max_slot_wal_keep_size'))::float8 as cap";

/** Looks each second at how much of its log Postgres keeps for realtime's slot. */
export class SlotWatch {
  /** The most that was seen. */
  mostBytes = 0;
  samples = 0;
  readonly statuses = new Set<unknown>();
  readonly #databaseUrl: string;
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#look().catch(() => undefined);
      await pause(EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    const [slot] = await query(this.#databaseUrl, STATE);
    if (!slot) return;
    this.samples += 1;
    this.mostBytes = Math.max(this.mostBytes, Number(slot.kept));
    this.statuses.add(slot.wal_status);
  }

  /** Gives the most that Postgres would keep, in bytes. */
  async stop(): Promise<number> {
    this.#isOver = true;
    await this.#running;
    const [row] = await query(this.#databaseUrl, CAP);
    return Number(row?.cap);
  }
}
