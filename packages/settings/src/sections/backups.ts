import { anyText, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const backups = section({
  BACKUP_DIR: {
    kind: anyText,
    default: 'backups',
    readers: [],
    about: 'The directory of the backups. A relative path begins at the checkout.',
  },
  BACKUP_RETENTION_DAYS: {
    kind: wholeNumber(1),
    default: 7,
    readers: [],
    about: 'How long backups are kept (days). The last good one always stays.',
  },
});
