import { oneOf, wholeNumber } from '../kinds.ts';
import { section, workers } from '../setting.ts';

export const logs = section({
  LOG_LEVEL: {
    kind: oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    readers: [...workers, 'admin', 'backup-runner', 'runner'],
    about:
      'debug, info, warn or error. info logs requests that failed (4xx), took a second or more, or ran SQL. error logs only those that failed through a fault of the server (5xx). debug logs every request, which costs some speed.',
  },
});

export const auditLog = section({
  AUDIT_RETENTION_DAYS: {
    kind: wholeNumber(1),
    default: 90,
    readers: ['storage', 'api'],
    about: 'How long entries of the audit log are kept (days).',
  },
  AUDIT_MAX_ENTRIES: {
    kind: wholeNumber(1),
    default: 1_000_000,
    readers: ['storage', 'api'],
    about:
      'How many entries the audit log keeps, about half a kilobyte each. Beyond it, the oldest are deleted.',
  },
});
