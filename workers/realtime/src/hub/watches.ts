/*
 * Who waits for sockets to end. A Hub and the worker that opened a socket share these wherever they share an isolate, as on
 * one's own box and under `wrangler dev`: a call that stays open took 37 KB a socket.
 */
const ends = new Map<string, Watch>();

interface Watch {
  end: PromiseWithResolvers<boolean>;
  /** When it is cut, if it has not ended by then. */
  cut?: ReturnType<typeof setTimeout>;
}

/** Notes a socket, before its opening is answered. */
export function beginWatch(id: string): void {
  ends.set(id, { end: Promise.withResolvers<boolean>() });
}

/** Resolves when the socket has ended: with true when its client must be cut. Undefined of a socket that is not known here. */
export function endOf(id: string): Promise<boolean> | undefined {
  return ends.get(id)?.end.promise;
}

/** The socket has ended. */
export function endWatch(id: string): void {
  resolve(id, false);
}

/** The socket must end: its client is cut unless it ends by itself before. */
export function cutAfter(id: string, milliseconds: number): void {
  const watch = ends.get(id);
  if (!watch) return;
  clearTimeout(watch.cut);
  watch.cut = setTimeout(() => resolve(id, true), milliseconds);
}

function resolve(id: string, isCut: boolean): void {
  const watch = ends.get(id);
  clearTimeout(watch?.cut);
  watch?.end.resolve(isCut);
  ends.delete(id);
}
