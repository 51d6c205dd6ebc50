import { wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

const readers = ['realtime'] as const;

export const realtime = section({
  REALTIME_SHARDS: {
    kind: wholeNumber(1, 64),
    default: 1,
    readers,
    about:
      'How many Durable Objects share the sockets. On one machine they share one thread, so more than one gains nothing.',
  },
  REALTIME_MAX_SOCKETS: {
    kind: wholeNumber(0),
    default: 0,
    readers: [...readers, 'api'],
    about:
      'How many sockets may be open at once. Each needs about 150 KB and two open files. 0: as many as the limit of open files allows.',
  },
  REALTIME_MAX_FRAME_BYTES: {
    kind: wholeNumber(1024),
    default: 262_144,
    readers: [...readers, 'api'],
    about: 'The largest frame that a socket may send (bytes).',
  },
  REALTIME_MAX_JOINS: {
    kind: wholeNumber(1),
    default: 100,
    readers: [...readers, 'api'],
    about: 'How many channels a socket may join.',
  },
  REALTIME_MAX_MESSAGES_PER_SECOND: {
    kind: wholeNumber(1),
    default: 100,
    readers: [...readers, 'api'],
    about: 'How many messages a socket may send each second.',
  },
  REALTIME_MAX_BUFFERED_BYTES: {
    kind: wholeNumber(65_536),
    default: 67_108_864,
    readers,
    about:
      "How many bytes may be on their way to a socket that has not read them. Above that, changes wait in the feed's log. A socket that reads nothing for 40 seconds is closed.",
  },
  REALTIME_LOG_MAX_BYTES: {
    kind: wholeNumber(1_048_576),
    default: 268_435_456,
    readers: [...readers, 'api'],
    about: 'How many bytes of changes are kept for clients that reconnect.',
  },
  REALTIME_LOG_MAX_AGE_SECONDS: {
    kind: wholeNumber(60),
    default: 86_400,
    readers: [...readers, 'api'],
    about: 'How long they are kept (seconds).',
  },
});
