import type { ConnectionStatus, SelfDB } from '@selfdb/sdk';
import { createSignal, onCleanup } from 'solid-js';

const PING_MS = 5000;
const TICK_MS = 250;

/** The page's own connection: its state, the time until the next attempt, and how long an answer takes. */
export function createConnection(sdk: SelfDB) {
  const [status, setStatus] = createSignal<ConnectionStatus>({
    state: 'disconnected',
    retryAt: undefined,
    reason: undefined,
  });
  const [roundTrip, setRoundTrip] = createSignal<number>();
  const [now, setNow] = createSignal(Date.now());
  const ping = () => {
    if (status().state === 'connected') sdk.realtime.ping().then(setRoundTrip, () => setRoundTrip(undefined));
  };
  const stop = sdk.realtime.onStatus((next) => {
    setNow(Date.now());
    setStatus(next);
    if (next.state === 'connected') ping();
    else setRoundTrip(undefined);
  });
  const pings = setInterval(ping, PING_MS);
  const ticks = setInterval(() => status().retryAt && setNow(Date.now()), TICK_MS);
  const connect = () => void sdk.realtime.connect().catch(() => {});
  connect();
  onCleanup(() => {
    stop();
    clearInterval(pings);
    clearInterval(ticks);
    void sdk.realtime.disconnect();
  });
  return {
    status,
    roundTrip,
    /** Whole seconds until the next attempt; undefined unless one is waited for. */
    secondsToRetry() {
      const { retryAt } = status();
      return retryAt && Math.max(0, Math.ceil((retryAt.getTime() - now()) / 1000));
    },
    connect,
  };
}

export type PageConnection = ReturnType<typeof createConnection>;
