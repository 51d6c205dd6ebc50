import { oneOf } from '../kinds.ts';
import { section, workers } from '../setting.ts';

export const logs = section({
  LOG_LEVEL: {
    kind: oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    readers: [...workers, 'admin'],
    about:
      'debug, info, warn or error. info logs requests that failed (4xx), took a second or more, or ran SQL. error logs only those that failed through a fault of the server (5xx). debug logs every request, which costs some speed.',
  },
});
