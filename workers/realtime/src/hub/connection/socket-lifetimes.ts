/*
 * How long each socket lives. A Hub and the worker that opened the socket share this in one isolate, as on your own machine
 * and under `wrangler dev`: a call that stays open would take 37 KB per socket.
 */
const lifetimes = new Map<string, Lifetime>();

interface Lifetime {
  end: PromiseWithResolvers<boolean>;
  /** The timer that cuts it if it has not ended by then. */
  cut?: ReturnType<typeof setTimeout>;
}

/** Notes a socket before its request is answered. */
export function beginLifetime(id: string): void {
  lifetimes.set(id, { end: Promise.withResolvers<boolean>() });
}

/** Resolves when the socket has ended, with true if its client must be cut. Undefined for an unknown socket. */
export function endOf(id: string): Promise<boolean> | undefined {
  return lifetimes.get(id)?.end.promise;
}

/** The socket has ended. */
export function endLifetime(id: string): void {
  resolve(id, false);
}

/** The socket must end: cuts its client unless it ends by itself before. */
export function cutAfter(id: string, milliseconds: number): void {
  const lifetime = lifetimes.get(id);
  if (!lifetime) return;
  clearTimeout(lifetime.cut);
  lifetime.cut = setTimeout(() => resolve(id, true), milliseconds);
}

function resolve(id: string, isCut: boolean): void {
  const lifetime = lifetimes.get(id);
  clearTimeout(lifetime?.cut);
  lifetime?.end.resolve(isCut);
  lifetimes.delete(id);
}
