import type { SettingsOf } from '@selfdb/settings';

/** SocketLimits of one socket. */
export interface SocketLimits {
  maxFrameBytes: number;
  maxJoins: number;
  messagesPerSecond: number;
  /**
   * Sent and not known to be read. Beyond this, changes wait in the feed's log; at twice as much the client is
   * cut.
   */
  maxBufferedBytes: number;
  /** Digits of a number in a filter. */
  maxNumericDigits: number;
}

export function socketLimitsOf(env: SettingsOf<'realtime'>): SocketLimits {
  return {
    maxFrameBytes: env.REALTIME_MAX_FRAME_BYTES,
    maxJoins: env.REALTIME_MAX_JOINS,
    messagesPerSecond: env.REALTIME_MAX_MESSAGES_PER_SECOND,
    maxBufferedBytes: env.REALTIME_MAX_BUFFERED_BYTES,
    maxNumericDigits: env.MAX_NUMERIC_DIGITS,
  };
}
