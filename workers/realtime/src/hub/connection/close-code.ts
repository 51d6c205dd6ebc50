import { CLOSE } from './socket.ts';

/** RFC 6455, 7.4.1: the runtime's code for a close frame without a code. */
const NO_STATUS = 1005;
/** The runtime reports these codes too, but they must not be sent. */
const NEVER_SENT = new Set([1004, 1006, 1015]);

/**
 * The code that answers a client's close frame; undefined if there was no close frame, or partyserver (0.5.10)
 * already answers it. The runtime accepts any code from a client but sends only legal ones. A socket whose
 * close frame gets no answer stays open as long as the client likes.
 */
export function closeCodeFor(code: number, wasClean: boolean): number | undefined {
  // Browsers send no code on `close()`.
  if (code === NO_STATUS) return CLOSE.normal;
  if (!wasClean) return undefined;
  const isLegal = code >= 1000 && code < 5000 && !NEVER_SENT.has(code);
  return isLegal ? undefined : CLOSE.protocol;
}
