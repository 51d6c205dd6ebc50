import { CLOSE } from './socket.ts';

/** RFC 6455, 7.4.1: what the runtime reports of a close frame without a code. */
const NO_STATUS = 1005;
/** The runtime reports these, too, but they must not be sent. */
const NEVER_SENT = new Set([1004, 1006, 1015]);

/**
 * With which code a client's farewell is answered; undefined when there was none, or partyserver (0.5.10) answers it with
 * the same. The runtime takes any code from a client and lets none be sent that is not legal; a socket whose close frame is
 * not answered stays open for as long as its client likes.
 */
export function farewellTo(code: number, wasClean: boolean): number | undefined {
  // Without a code is what `close()` of browsers sends.
  if (code === NO_STATUS) return CLOSE.normal;
  if (!wasClean) return undefined;
  const isLegal = code >= 1000 && code < 5000 && !NEVER_SENT.has(code);
  return isLegal ? undefined : CLOSE.protocol;
}
