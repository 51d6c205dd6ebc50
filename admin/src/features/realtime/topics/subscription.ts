import type { GapPayload, PresenceList, RealtimeChannel, SelfDB } from '@selfdb/sdk';
import { batch, createSignal, onCleanup } from 'solid-js';
import { isUpTo, type NewEntry } from '../log/entry.ts';
import type { EventLog } from '../log/event-log.ts';
import { type JoinedTopic, tableOf } from '../page-state.ts';
import { describePresence } from '../rooms/describe-presence.ts';
import { rememberLeft } from './left-topics.ts';

/** Where a topic stands. `refused`: it could not be joined; `closed`: the server has ended it. */
export type TopicState = 'joining' | 'joined' | 'refused' | 'closed';

/** Joins a topic for as long as the calling owner lives, and writes what happens to the log. */
export function createSubscription(sdk: SelfDB, log: EventLog, { topic, options }: JoinedTopic) {
  const [state, setState] = createSignal<TopicState>('joining');
  const [reason, setReason] = createSignal<string>();
  const [gap, setGap] = createSignal<GapPayload>();
  const [presences, setPresences] = createSignal<PresenceList>({});
  let channel = open();

  const isRoom = tableOf(topic) === undefined;
  const note = (entry: Pick<NewEntry, 'kind' | 'summary' | 'payload'> & Partial<NewEntry>) =>
    log.add({ topic, at: Date.now(), isReplayed: () => false, ...entry });

  function open(): RealtimeChannel {
    // A table's filter reaches the SDK as the person wrote it; the server judges it.
    const opened = sdk.realtime.channel(topic, { ...options });
    let joins = 0;
    /** Changes up to here had been committed before the channel was joined. */
    const [replayedTo, setReplayedTo] = createSignal<string>();
    opened
      .on('join', ({ cursor }) => {
        joins += 1;
        batch(() => {
          setState('joined');
          setReason(undefined);
        });
        if (!isRoomTopic(topic) && (joins > 1 || options.since !== undefined)) void findHead(setReplayedTo);
        note({ kind: 'joined', summary: joins > 1 ? 'Joined again' : 'Joined', payload: { cursor }, cursor });
      })
      .on('*', ({ event, cursor, commitTimestamp, raw }) =>
        log.add({
          ...{ topic, kind: event, cursor, payload: raw, summary: '' },
          at: new Date(commitTimestamp).getTime(),
          isReplayed: () => isUpTo(cursor, replayedTo()),
        }),
      )
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
  async function leave() {
    const { cursor } = channel;
    if (!isRoom && cursor !== undefined) rememberLeft(topic, { cursor, at: Date.now() });
    await channel.unsubscribe();
  }
  join();
  const onHide = () => {
    const { cursor } = channel;
    if (!isRoom && cursor !== undefined) rememberLeft(topic, { cursor, at: Date.now() });
  };
  window.addEventListener('pagehide', onHide);
  onCleanup(() => {
    window.removeEventListener('pagehide', onHide);
    void leave();
  });

  return {
    topic,
    options,
    isRoom,
    state,
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

const isRoomTopic = (topic: string) => tableOf(topic) === undefined;

export type Subscription = ReturnType<typeof createSubscription>;
