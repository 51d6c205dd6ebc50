import type { GapPayload, PresenceList, RealtimeChannel, SelfDB } from '@selfdb/sdk';
import { batch, createSignal, onCleanup } from 'solid-js';
import { isUpTo, type NewEntry } from '../log/entry.ts';
import type { EventLog } from '../log/event-log.ts';
import { type JoinedTopic, tableOf } from '../page-state.ts';
import { describePresence } from '../rooms/describe-presence.ts';
import { rememberLeft } from './left-topics.ts';

/** Where a topic stands. `refused`: it could not be joined; `closed`: the server has ended it. */
export type TopicState = 'joining' | 'joined' | 'refused' | 'closed';

export interface SubscriptionSetup {
  sdk: SelfDB;
  log: EventLog;
  isConnected: () => boolean;
}

/** A replay that takes longer is answered before its end, because clients do not wait for ever. */
const LONG_REPLAY_MS = 5000;

/** Joins a topic for as long as the calling owner lives, and writes what happens to the log. */
export function createSubscription(
  { sdk, log, isConnected }: SubscriptionSetup,
  { topic, options }: JoinedTopic,
) {
  const [state, setState] = createSignal<TopicState>('joining');
  const [reason, setReason] = createSignal<string>();
  const [gap, setGap] = createSignal<GapPayload>();
  const [presences, setPresences] = createSignal<PresenceList>({});
  const isRoom = tableOf(topic) === undefined;
  const note = (entry: Pick<NewEntry, 'kind' | 'summary' | 'payload'> & Partial<NewEntry>) =>
    log.add({ topic, at: Date.now(), isReplayed: () => false, ...entry });

  let channel = open();

  function open(): RealtimeChannel {
    // A table's filter reaches the SDK as the person wrote it; the server judges it.
    const opened = sdk.realtime.channel(topic, { ...options });
    let joins = 0;
    let askedAt = Date.now();
    /** Set after a replay so long that the server has answered the join before its end. */
    const [replayedTo, setReplayedTo] = createSignal<string>();
    opened
      .on('join', ({ cursor }) => {
        joins += 1;
        batch(() => {
          setState('joined');
          setReason(undefined);
        });
        const isReplay = !isRoom && (joins > 1 || options.since !== undefined);
        if (isReplay && Date.now() - askedAt > LONG_REPLAY_MS) void findHead(setReplayedTo);
        askedAt = Date.now();
        note({ kind: 'joined', summary: joins > 1 ? 'Joined again' : 'Joined', payload: { cursor }, cursor });
      })
      .on('*', ({ event, cursor, commitTimestamp, raw }) => {
        // What was missed comes before the server's answer to the join.
        const isBeforeAnswer = opened.getState() !== 'joined';
        log.add({
          ...{ topic, kind: event, cursor, payload: raw, summary: '' },
          at: new Date(commitTimestamp).getTime(),
          isReplayed: () => isBeforeAnswer || isUpTo(cursor, replayedTo()),
        });
      })
      .on('gap', (missed) => {
        setGap(missed);
        note({ kind: 'gap', summary: missed.reason, payload: { ...missed }, cursor: missed.cursor });
      })
      .on('broadcast', ({ event, raw }) => note({ kind: 'broadcast', summary: event, payload: raw }))
      .on('presence', ({ state: present, joins: joined, leaves }) => {
        setPresences(present);
        const summary = describePresence(joined, leaves);
        if (summary) note({ kind: 'presence', summary, payload: { joins: joined, leaves } });
      })
      .on('close', (closed) => {
        batch(() => {
          setState('closed');
          setReason(closed.reason);
          setPresences({});
        });
        note({ kind: 'closed', summary: closed.reason, payload: closed });
      });
    return opened;
  }
  async function findHead(found: (cursor: string) => void) {
    try {
      found((await sdk.system.realtimeStatus()).feed.cursor);
    } catch {
      // Then nothing is marked as replayed, which is all that is lost.
    }
  }
  function join() {
    const joining = channel;
    setState('joining');
    joining.subscribe().catch((error: unknown) => {
      if (joining !== channel || state() !== 'joining') return;
      batch(() => {
        setState('refused');
        setReason(error instanceof Error ? error.message : String(error));
      });
    });
  }
  const remember = () => {
    const { cursor } = channel;
    if (!isRoom && cursor !== undefined) rememberLeft(topic, { cursor, at: Date.now() });
  };
  join();
  window.addEventListener('pagehide', remember);
  onCleanup(() => {
    window.removeEventListener('pagehide', remember);
    remember();
    void channel.unsubscribe();
  });

  return {
    topic,
    options,
    isRoom,
    state,
    /** Whether the server has taken the join, and the connection still stands. */
    isLive: () => state() === 'joined' && isConnected(),
    reason,
    gap,
    forgetGap: () => setGap(undefined),
    presences,
    cursor: () => channel.cursor,
    /** Joins again what was refused or closed. */
    retry() {
      void channel.unsubscribe();
      channel = open();
      join();
    },
    async send(event: string, payload: unknown) {
      await channel.send(event, payload);
      note({
        kind: 'broadcast',
        summary: event,
        payload: { type: 'broadcast', event, payload },
        isOwn: true,
      });
    },
    track: (data: Record<string, unknown>) => channel.track(data),
    untrack: () => channel.untrack(),
  };
}

export type Subscription = ReturnType<typeof createSubscription>;
