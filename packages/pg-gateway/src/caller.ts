import type { ServerResponse } from 'node:http';

/** The client at the other end of a request, who may go away before the answer. */
export interface Caller {
  /** Who shares the database with others; undefined for the system itself. */
  readonly key: string | undefined;
  /** How long its request may take, where that is less than a statement may. */
  readonly timeLimitMs: number | undefined;
  readonly gone: boolean;
  /** Registers what to do when the caller goes; replaces what was registered before. */
  onGone: (action: () => void) => void;
}

const maxKeyLength = 200;

type Limits = Pick<Caller, 'key' | 'timeLimitMs'>;

/** What a `SelfDB-Caller` header says: `admin:`, `user:` or `address:`, and who. Without one it is the system that asks. */
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

/** A caller that never goes away: the gateway itself. */
export const gatewayItself: Caller = {
  key: undefined,
  timeLimitMs: undefined,
  gone: false,
  onGone: () => {},
};
