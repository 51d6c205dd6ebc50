import type { ServerResponse } from 'node:http';

/** The client at the other end of a request, who may go away before the answer. */
export interface Caller {
  readonly gone: boolean;
  /** Registers what to do when the caller goes; replaces what was registered before. */
  onGone: (action: () => void) => void;
}

export function callerOf(response: ServerResponse): Caller {
  let gone = false;
  let action: (() => void) | undefined;
  response.on('close', () => {
    if (response.writableFinished) return;
    gone = true;
    action?.();
  });
  return {
    get gone() {
      return gone;
    },
    onGone(next) {
      action = next;
    },
  };
}

/** A caller that never goes away: the gateway itself. */
export const gatewayItself: Caller = { gone: false, onGone: () => {} };
