import { DurableObject } from 'cloudflare:workers';
import { type Isolate, openIsolate } from '@selfdb/server/http/bindings';
import { describeError, flushLog } from '@selfdb/server/log';
import type { StorageBindings } from '../bindings.ts';
import { openStore } from '../blobs/open-store.ts';
import { type JanitorState, type RoundEnd, runRound } from './round.ts';

const SOON_MS = 500;
/** How long deleted bytes are removed at once after an upload found the store full. */
const URGENT_MS = 600_000;
const DELAYS_MS: Record<RoundEnd['next'], number> = { at_once: 0, soon: 15_000, later: 300_000 };
const AFTER_FAILURE_MS = 30_000;
const STATE = 'state';
const URGENT_UNTIL = 'urgent_until';

/**
 * Cleans up in the background: deletes the files of deleted buckets, runs deletion jobs, deletes expired uploads, and
 * removes bytes that no row refers to. It is one Durable Object, whose alarm survives restarts. If several copies of the
 * edge have one each, they do the same work twice, without harm.
 */
export class Janitor extends DurableObject<StorageBindings> {
  #isolate: Isolate<'storage'> | undefined;

  /** Starts a round soon. `isUrgent`: an upload found the store full. */
  async wake(isUrgent = false): Promise<void> {
    if (isUrgent) await this.ctx.storage.put(URGENT_UNTIL, Date.now() + URGENT_MS);
    const due = await this.ctx.storage.getAlarm();
    if (due === null || due > Date.now() + SOON_MS) await this.ctx.storage.setAlarm(Date.now() + SOON_MS);
  }

  /** Never throws, because the runtime gives up on an alarm that fails repeatedly. */
  override async alarm(): Promise<void> {
    this.#isolate ??= openIsolate('storage', this.env, 'storage-janitor');
    const { env, db, log } = this.#isolate;
    let delayMs = AFTER_FAILURE_MS;
    try {
      const state = (await this.ctx.storage.get<JanitorState>(STATE)) ?? { sweep: undefined, lastSweptAt: 0 };
      const isUrgent = Date.now() < ((await this.ctx.storage.get<number>(URGENT_UNTIL)) ?? 0);
      const end = await runRound({ db, env, store: openStore(env, this.env), isUrgent }, state);
      await this.ctx.storage.put(STATE, end.state);
      delayMs = isUrgent && end.next === 'soon' ? SOON_MS : DELAYS_MS[end.next];
    } catch (error) {
      log('warn', 'janitor_failed', describeError(error));
    }
    await this.ctx.storage.setAlarm(Date.now() + delayMs);
    flushLog();
  }
}
