import { anyText, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const backups = section({
  BACKUP_DIR: {
    kind: anyText,
    default: 'backups',
    readers: [],
    about: 'The directory of the backups. A relative path begins at the checkout.',
  },
  BACKUP_SCHEDULE_CRON: {
    kind: anyText,
    default: '',
    readers: [],
    about:
      'When backups are made: minute, hour, day of month, month, day of week, such as `0 3 * * *`. Empty: only by hand. The dashboard can change it and BACKUP_RETENTION_DAYS; then its values count.',
  },
  BACKUP_SCHEDULE_TIMEZONE: {
    kind: anyText,
    default: 'UTC',
    readers: [],
    about: 'The time zone of that, such as Europe/Berlin.',
  },
  BACKUP_RETENTION_DAYS: {
    kind: wholeNumber(1),
    default: 7,
    readers: [],
    about: 'How long backups are kept (days). The last good one always stays.',
  },
});
