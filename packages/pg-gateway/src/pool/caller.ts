import type { ServerResponse } from 'node:http';

/** The client of a request, which may disconnect before the answer. */
export interface Caller {
  /** Identifies the caller whose share is used; undefined for the system itself. */
  readonly key: string | undefined;
  /** The time limit of its request, where it is lower than a statement's. */
  readonly timeLimitMs: number | undefined;
  readonly gone: boolean;
  /** Registers an action for when the caller disconnects; replaces the previous one. */
  onGone: (action: () => void) => void;
}

const maxKeyLength = 200;

type Limits = Pick<Caller, 'key' | 'timeLimitMs'>;

/** Reads a `SelfDB-Caller` header: `admin:`, `user:` or `address:`, and an id. Without one, the system is the caller. */
export function limitsOf(header: string | undefined, userTimeLimitMs: number): Limits {
  const isUser = header !== undefined && !header.startsWith('admin:');
  return { key: header?.slice(0, maxKeyLength), timeLimitMs: isUser ? userTimeLimitMs : undefined };
}

export function callerOf(response: ServerResponse, { key, timeLimitMs }: Limits): Caller {
  let gone = false;
  let action: (() => void) | undefined;
  response.on('close', () => {
    if (response.writableFinished) return;
    gone = true;
    action?.();
  });
  return {
    key,
    timeLimitMs,
    get gone() {
      return gone;
    },
    onGone(next) {
      action = next;
    },
  };
}

/** A caller that never disconnects: the gateway itself. */
export const gatewayItself: Caller = {
  key: undefined,
  timeLimitMs: undefined,
  gone: false,
  onGone: () => {},
};
