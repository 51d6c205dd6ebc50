/** A look costs the supervisor a few milliseconds, so only SQL that runs for a while causes any. */
const FIRST_LOOK_MS = 500;
const PAUSE_MS = 1000;

interface ClientWatch {
  /** Aborted when the client has gone away. */
  signal: AbortSignal;
  stop(): void;
}

/**
 * Notices that the client of a call goes away. workerd aborts the signal of a request when the connection is reset, but not when
 * the client closes it, as browsers do. The kernel knows, and the supervisor reads it there. Without a supervisor or a peer, only
 * the signal of the request counts.
 */
export function watchClient(
  request: AbortSignal,
  supervisor: Pick<Fetcher, 'fetch'> | undefined,
  peer: string | undefined,
): ClientWatch {
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const look = async () => {
    if (supervisor && peer !== undefined && (await hasClosed(supervisor, peer))) gone.abort();
    else if (!isStopped) timer = setTimeout(look, PAUSE_MS);
  };
  if (supervisor && peer !== undefined) timer = setTimeout(look, FIRST_LOOK_MS);
  return {
    signal: AbortSignal.any([request, gone.signal]),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** False if the supervisor does not answer: then the SQL runs until its timeout. */
async function hasClosed(supervisor: Pick<Fetcher, 'fetch'>, peer: string): Promise<boolean> {
  const request = { method: 'POST', body: JSON.stringify([peer]) };
  try {
    const response = await supervisor.fetch('http://supervisor/closed-connections', request);
    if (!response.ok) return false;
    const closed: unknown = await response.json();
    return Array.isArray(closed) && closed.includes(peer);
  } catch {
    return false;
  }
}
