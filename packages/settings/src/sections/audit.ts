import { wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const auditLog = section({
  AUDIT_RETENTION_DAYS: {
    kind: wholeNumber(1),
    default: 90,
    readers: ['storage'],
    about: 'How long entries of the audit log are kept (days).',
  },
  AUDIT_MAX_ENTRIES: {
    kind: wholeNumber(1),
    default: 1_000_000,
    readers: ['storage'],
    about:
      'How many entries the audit log keeps, about half a kilobyte each. Beyond it, the oldest are deleted.',
  },
});
