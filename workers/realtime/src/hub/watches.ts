/*
 * Who waits for sockets to end. A Hub and the worker that opened a socket share these wherever they share an isolate, as on
 * one's own box and under `wrangler dev`: a call that stays open took 37 KB a socket.
 */
const ends = new Map<string, PromiseWithResolvers<boolean>>();

/** Notes a socket, before its opening is answered. */
export function beginWatch(id: string): void {
  ends.set(id, Promise.withResolvers<boolean>());
}

/** Resolves when the socket has ended: with true when its client must be cut. Undefined of a socket that is not known here. */
export function endOf(id: string): Promise<boolean> | undefined {
  return ends.get(id)?.promise;
}

/** The socket has ended, or must be. */
export function endWatch(id: string, isCut: boolean): void {
  ends.get(id)?.resolve(isCut);
  ends.delete(id);
}
