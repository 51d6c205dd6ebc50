import type { ServerResponse } from 'node:http';

/** The client that a request runs for. It may disconnect before the answer. */
export interface SqlCaller {
  /** Callers with the same key use one share. Undefined for the system itself. */
  readonly key: string | undefined;
  /** The time limit of its request where it is lower than that of statements. */
  readonly timeLimitMs: number | undefined;
  readonly gone: boolean;
  /** Registers an action for when the caller disconnects; replaces the previous one. */
  onGone: (action: () => void) => void;
}

const maxKeyLength = 200;

type CallerLimits = Pick<SqlCaller, 'key' | 'timeLimitMs'>;

/** Reads a `SelfDB-Caller` header: `admin:`, `user:` or `address:`, and an id. Without the header, the system is the caller. */
export function parseCallerHeader(header: string | undefined, userTimeLimitMs: number): CallerLimits {
  const isUser = header !== undefined && !header.startsWith('admin:');
  return { key: header?.slice(0, maxKeyLength), timeLimitMs: isUser ? userTimeLimitMs : undefined };
}

/** The caller that waits for the response. */
export function createSqlCaller(response: ServerResponse, { key, timeLimitMs }: CallerLimits): SqlCaller {
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
export const gatewayItself: SqlCaller = {
  key: undefined,
  timeLimitMs: undefined,
  gone: false,
  onGone: () => {},
};
