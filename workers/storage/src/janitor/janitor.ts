import { DurableObject } from 'cloudflare:workers';
import { type Isolate, openIsolate } from '@selfdb/shared/http/bindings';
import { describeError, flushLog } from '@selfdb/shared/log';
import type { StorageBindings } from '../bindings.ts';
import { openStore } from '../blobs/open-store.ts';
import { type Diary, doRound, type RoundEnd } from './round.ts';

const SOON_MS = 500;
/** Whoever has just found no room deletes something, and tries again. */
const HURRY_MS = 600_000;
const DELAYS_MS: Record<RoundEnd['next'], number> = { at_once: 0, soon: 15_000, later: 300_000 };
const AFTER_FAILURE_MS = 30_000;
const DIARY = 'diary';
const HURRY_UNTIL = 'hurry_until';

/**
 * Does in the background what requests leave to it: removes the files of deleted buckets, bytes that nothing refers to any
 * more, uploads that were given up. One object with an alarm, which outlives every process. Should there be two, because
 * there are several copies of the edge, they do the same work twice and no harm.
 */
export class Janitor extends DurableObject<StorageBindings> {
  #isolate: Isolate<'storage'> | undefined;

  /** There is something to do; in a hurry, because somebody found no room to store anything. */
  async wake(inHurry = false): Promise<void> {
    if (inHurry) await this.ctx.storage.put(HURRY_UNTIL, Date.now() + HURRY_MS);
    const due = await this.ctx.storage.getAlarm();
    if (due === null || due > Date.now() + SOON_MS) await this.ctx.storage.setAlarm(Date.now() + SOON_MS);
  }

  /** Never throws: after a few failures the runtime would not come again. */
  override async alarm(): Promise<void> {
    this.#isolate ??= openIsolate('storage', this.env, 'storage-janitor');
    const { env, db, log } = this.#isolate;
    let delayMs = AFTER_FAILURE_MS;
    try {
      const diary = (await this.ctx.storage.get<Diary>(DIARY)) ?? { sweep: undefined, lastSweptAt: 0 };
      const inHurry = Date.now() < ((await this.ctx.storage.get<number>(HURRY_UNTIL)) ?? 0);
      const end = await doRound({ db, env, store: openStore(env, this.env), inHurry }, diary);
      await this.ctx.storage.put(DIARY, end.diary);
      delayMs = inHurry && end.next === 'soon' ? SOON_MS : DELAYS_MS[end.next];
    } catch (error) {
      log('warn', 'janitor_failed', describeError(error));
    }
    await this.ctx.storage.setAlarm(Date.now() + delayMs);
    flushLog();
  }
}
