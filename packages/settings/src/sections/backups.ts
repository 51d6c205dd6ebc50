import { ageKeys, anyText, oneOf, secret, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const backups = section({
  BACKUP_DIR: {
    kind: anyText,
    default: 'backups',
    readers: [],
    about:
      'The directory of the backups, unless BACKUP_S3_BUCKET is set. A relative path begins at the checkout.',
  },
  BACKUP_AGE_RECIPIENT: {
    kind: ageKeys('age1'),
    readers: ['backup-runner'],
    about:
      'Encrypts backups, and the log of BACKUP_PITR_DAYS, for the owner of this public key, which `age-keygen` makes. Several have commas between them. Empty: BACKUP_PASSPHRASE encrypts, if it is set.',
  },
  BACKUP_AGE_IDENTITY: {
    kind: ageKeys('AGE-SECRET-KEY-1'),
    readers: ['backup-runner'],
    isSecret: true,
    about:
      'The private key for that. Only verifying and restoring need it; keep it elsewhere until then, and a copy in a safe place.',
  },
  BACKUP_PASSPHRASE: {
    kind: secret(12),
    readers: ['backup-runner'],
    isSecret: true,
    about: 'Encrypts backups if BACKUP_AGE_RECIPIENT is empty, and opens those that it encrypted.',
  },
  BACKUP_S3_ENDPOINT: {
    kind: anyText,
    readers: ['backup-runner'],
    about:
      "The address of the service that keeps backups, such as https://s3.example.com. Empty: Amazon's in the region.",
  },
  BACKUP_S3_REGION: {
    kind: anyText,
    readers: ['backup-runner'],
    about: 'Empty: us-east-1. For Cloudflare R2: auto.',
  },
  BACKUP_S3_BUCKET: {
    kind: anyText,
    readers: ['backup-runner'],
    about: 'The bucket of the backups, which must exist. Empty: they are kept in BACKUP_DIR.',
  },
  BACKUP_S3_ACCESS_KEY_ID: {
    kind: anyText,
    readers: ['backup-runner'],
    about: 'A key that may put, read, list and delete objects in the bucket.',
  },
  BACKUP_S3_SECRET_ACCESS_KEY: {
    kind: anyText,
    readers: ['backup-runner'],
    isSecret: true,
    about: 'The secret of that key.',
  },
  BACKUP_S3_ADDRESSING: {
    kind: oneOf('path', 'virtual'),
    default: 'path',
    readers: ['backup-runner'],
    about: 'path: the bucket is in the path. virtual: it is in the host name, as Amazon wants it.',
  },
  BACKUP_S3_PREFIX: {
    kind: anyText,
    default: '',
    readers: ['backup-runner'],
    about:
      'The folder of the backups in the bucket. Systems that share a bucket need one each. Empty: the top of the bucket.',
  },
  BACKUP_SCHEDULE_CRON: {
    kind: anyText,
    default: '',
    readers: ['backup-runner'],
    about:
      'When backups are made: minute, hour, day of month, month, day of week, such as `0 3 * * *`. Empty: only by hand. The dashboard can change it and BACKUP_RETENTION_DAYS; then its values count.',
  },
  BACKUP_SCHEDULE_TIMEZONE: {
    kind: anyText,
    default: 'UTC',
    readers: ['backup-runner'],
    about: 'The time zone of that, such as Europe/Berlin.',
  },
  BACKUP_RETENTION_DAYS: {
    kind: wholeNumber(1),
    default: 7,
    readers: ['backup-runner'],
    about: 'How long backups are kept (days). The last good one always stays.',
  },
  BACKUP_PITR_DAYS: {
    kind: wholeNumber(0, 366),
    default: 0,
    readers: ['storage'],
    about:
      'How many days back `./selfdb restore --to <time>` reaches, to any second. It keeps the log of the embedded Postgres where backups are kept, in the folder wal (docs/backup.md). 0: off.',
  },
});
