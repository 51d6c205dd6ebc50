import { describeError, type Log } from '@selfdb/server/log';
import { Decoder } from '../decoder/decoder.ts';
import { type Shown, TransactionWriter } from '../decoder/transaction-writer.ts';
import type { DescribeTypes } from '../json/catalog-types.ts';
import type { ChangeLog } from '../log/change-log.ts';
import { type LogState, lastCommit } from '../log/log-state.ts';
import { type Lsn, ZERO_LSN } from '../lsn.ts';
import { describeFailure, type Failure, SlotInUseError, UnfitDatabaseError } from './failure.ts';
import { giveUpCommit, UNDECODED } from './give-up.ts';
import { Pause } from './pause.ts';
import { Progress } from './progress.ts';
import {
  createSlot,
  dropSlot,
  findHorizon,
  findSlot,
  identifyServer,
  isPublished,
  publishEpoch,
} from './repository.ts';
import { ReplicationSession } from './session.ts';
import { decodingFault, describeLoss, describeRetry, type Setback, setBack } from './setback.ts';
import { SkippedMessages } from './skipped-messages.ts';
import { decideSlot, PUBLICATION, SLOT } from './slot-decision.ts';

const NOT_MIGRATED = 'The publication for realtime is missing. Apply the migrations.';
/** How often a new position without changes is stored. */
const MOVE_EVERY_MS = 1000;
/** After this time without a failure, a setback is over. */
const FORGET_SETBACK_MS = 60_000;

export interface ReplicatorOptions {
  databaseUrl: string;
  log: ChangeLog;
  describeTypes: DescribeTypes;
  sync(): Promise<void>;
  /** More is visible, or another epoch has begun. */
  show(shown: Shown | undefined): void;
  report: Log;
}

/** Copies Postgres' log into ours, over one connection after the other, until it is stopped. */
export class Replicator {
  readonly progress = new Progress(() => this.#session?.askPosition());
  readonly #options: ReplicatorOptions;
  #session: ReplicationSession | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;
  #isStreaming = false;
  #failures = 0;
  #movedAt = 0;
  #failure: Failure | undefined;
  #mustRenew: string | undefined;
  #setback: Setback | undefined;
  #openCommit: () => Lsn | undefined = () => undefined;
  readonly #pause = new Pause();
  readonly #skipped: SkippedMessages;

  constructor(options: ReplicatorOptions) {
    this.#options = options;
    this.#skipped = new SkippedMessages(() => options.log.countSkipped(), options.report);
  }

  get isStreaming(): boolean {
    return this.#isStreaming && this.#setback === undefined;
  }

  /** Why it does not stream. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Does nothing if it already runs. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#session?.close();
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#connect();
      } catch (error) {
        this.#note(error);
      }
      this.#isStreaming = false;
      if (!this.#isStopped) await this.#pause.wait(this.#failure?.pauseMs ?? 0);
    }
  }

  #note(error: unknown): void {
    if (this.#isStopped) return;
    const before = this.#failure?.message;
    this.#failures += 1;
    const fault = this.#isStreaming ? decodingFault(error) : undefined;
    if (fault !== undefined) this.#setBack(fault);
    this.#failure = describeFailure(error, Math.max(this.#failures, this.#setback?.attempts ?? 0));
    if (fault !== undefined && this.#setback) this.#failure.message = describeRetry(this.#setback);
    this.#mustRenew ??= this.#failure.renewal;
    const isNews = this.#failures === 1 || before !== this.#failure.message;
    if (isNews) this.#options.report('warn', 'feed_disconnected', describeError(error));
  }

  #setBack(sqlState: string): void {
    const { state, givenUp } = this.#options.log;
    const gaveUpAt = givenUp ? Date.parse(givenUp.at) : 0;
    const [commit, stored] = [this.#openCommit(), state?.position ?? ZERO_LSN];
    this.#setback = setBack(this.#setback, { commit, stored, sqlState, gaveUpAt });
  }

  async #connect(): Promise<void> {
    const session = await ReplicationSession.open(this.#options.databaseUrl);
    this.#session = session;
    try {
      const expectsStored = await this.#prepare(session);
      await this.#stream(session, expectsStored);
    } finally {
      session.close();
    }
  }

  /** Makes sure that there is a slot that continues what is stored. */
  async #prepare(session: ReplicationSession): Promise<boolean> {
    const { log, show } = this.#options;
    if (!(await isPublished(session))) throw new UnfitDatabaseError(NOT_MIGRATED);
    let { server, slot, decided } = await this.#decide(session);
    if (decided.do === 'resume' && this.#setback?.isFinal) {
      await this.#giveUp(session, this.#setback);
      ({ server, slot, decided } = await this.#decide(session));
    }
    if (decided.do === 'refuse') throw new UnfitDatabaseError(decided.why);
    if (decided.do === 'wait') throw new SlotInUseError(decided.why);
    if (decided.do === 'resume' && this.#mustRenew === undefined) return decided.expectsStored;
    if (slot) await dropSlot(session);
    const position = await createSlot(session);
    log.beginEpoch(server.system, position, decided.do === 'renew' ? decided.why : (this.#mustRenew ?? ''));
    await this.#options.sync();
    this.#mustRenew = undefined;
    this.#setback = undefined;
    this.progress.restart(position);
    show(undefined);
    return false;
  }

  async #decide(session: ReplicationSession) {
    const [server, slot] = [await identifyServer(session), await findSlot(session)];
    return { server, slot, decided: decideSlot(this.#options.log.state, server, slot) };
  }

  /** Skips what Postgres cannot decode: one transaction if it is known, otherwise everything unread. */
  async #giveUp(session: ReplicationSession, setback: Setback): Promise<void> {
    const { log, sync, show, report } = this.#options;
    const { commit, sqlState } = setback;
    const isPast = await giveUpCommit(session, log, { commit, error: describeLoss(setback) });
    report('error', 'feed_gave_up', { sqlState, renews: !isPast });
    this.#setback = undefined;
    if (!isPast) this.#mustRenew ??= UNDECODED;
    await sync();
    show(undefined);
  }

  async #stream(session: ReplicationSession, expectsStored: boolean): Promise<void> {
    const { log } = this.#options;
    log.discardUnseen();
    const state = log.state;
    if (!state) return;
    await publishEpoch(session, state.epoch);
    const writer = this.#openWriter(session);
    const decoder = await this.#openDecoder(session, { state, expectsStored, writer });
    session.acknowledge(state.position);
    this.#openCommit = () => decoder.openCommit;
    this.#isStreaming = true;
    try {
      await session.stream(SLOT, PUBLICATION, {
        take: (message) => decoder.take(message),
        reach: (position) => {
          this.#failures = 0;
          if (!decoder.isBetweenTransactions || !writer.isIdle) return;
          this.progress.advance(position);
          this.#moveTo(session, position);
        },
      });
    } finally {
      // Complete transactions are stored before the next session begins.
      await writer.settle().catch(() => {});
    }
  }

  #openWriter(session: ReplicationSession): TransactionWriter {
    const { log, sync, show } = this.#options;
    return new TransactionWriter({
      log,
      sync,
      show: (shown) => {
        this.#endSetback(shown.position);
        show(shown);
        this.progress.advance(shown.position);
      },
      acknowledge: (position) => session.acknowledge(position),
      fail: (error) => session.fail(error),
    });
  }

  async #openDecoder(
    session: ReplicationSession,
    { state, expectsStored, writer }: { state: LogState; expectsStored: boolean; writer: TransactionWriter },
  ): Promise<Decoder> {
    const { log, describeTypes } = this.#options;
    return new Decoder({
      epoch: state.epoch,
      stored: lastCommit(state) ?? ZERO_LSN,
      expectsStored,
      shapes: log.shapes.all(),
      rowTypes: log.rowTypes.all(),
      horizon: await findHorizon(session),
      writer,
      describeTypes,
      skipped: (kind, error) => this.#skipped.add(kind, error),
    });
  }

  /** A setback ends when the stored position has passed it. */
  #endSetback(position: Lsn): void {
    const setback = this.#setback;
    if (!setback) return;
    const isLongAgo = setback.commit === undefined && Date.now() - setback.at > FORGET_SETBACK_MS;
    if (position > setback.position || isLongAgo) this.#setback = undefined;
  }

  /** Nothing came up to this position. Postgres may discard it after it is stored. */
  #moveTo(session: ReplicationSession, position: Lsn): void {
    const { log, sync } = this.#options;
    const isDue = Date.now() - this.#movedAt >= MOVE_EVERY_MS;
    if (!isDue || !log.state) return;
    this.#endSetback(position);
    if (position <= log.state.position) return;
    this.#movedAt = Date.now();
    log.moveTo(position);
    sync().then(
      () => session.acknowledge(position),
      (error) => session.fail(error),
    );
  }
}
