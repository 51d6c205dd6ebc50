import type { SettingsOf } from '@selfdb/settings';

/** What one socket may take. */
export interface Limits {
  maxFrameBytes: number;
  maxJoins: number;
  messagesPerSecond: number;
  /** Sent, and not known to have been read: then changes wait in the feed's log. When as much again waits, it is cut. */
  maxBufferedBytes: number;
  /** Of a number in a filter. */
  maxNumericDigits: number;
}

export function limitsOf(env: SettingsOf<'realtime'>): Limits {
  return {
    maxFrameBytes: env.REALTIME_MAX_FRAME_BYTES,
    maxJoins: env.REALTIME_MAX_JOINS,
    messagesPerSecond: env.REALTIME_MAX_MESSAGES_PER_SECOND,
    maxBufferedBytes: env.REALTIME_MAX_BUFFERED_BYTES,
    maxNumericDigits: env.MAX_NUMERIC_DIGITS,
  };
}
