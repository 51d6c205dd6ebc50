import { anyText, oneOf, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const files = section({
  STORAGE_BACKEND: {
    kind: oneOf('disk', 's3'),
    default: 'disk',
    readers: ['storage', 'api', 'backup-runner'],
    about:
      "Where files are kept: disk (in the state directory), or s3 (any service that speaks S3's API). Changing it does not move files.",
  },
  STORAGE_MAX_FILE_BYTES: {
    kind: wholeNumber(1),
    default: 1024 ** 4,
    readers: ['storage', 'api'],
    about: 'The largest file (bytes).',
  },
  STORAGE_QUOTA_BYTES: {
    kind: wholeNumber(0),
    default: 0,
    readers: ['storage', 'api'],
    about: 'How much all files may take together (bytes). 0: no limit.',
  },
  STORAGE_UPLOAD_TTL_SECONDS: {
    kind: wholeNumber(60),
    default: 86_400,
    readers: ['storage', 'api'],
    about: 'How long a resumable upload waits for more of its bytes (seconds).',
  },
  STORAGE_SWEEP_AGE_SECONDS: {
    kind: wholeNumber(1),
    default: 86_400,
    readers: ['storage'],
    about:
      'Bytes that belong to no file are removed when they are older (seconds). Make it longer than any upload takes.',
  },
  S3_ENDPOINT: {
    kind: anyText,
    readers: ['storage', 'api', 'backup-runner'],
    about:
      "For s3: the address of the service, such as https://s3.example.com. Empty: Amazon's in the region.",
  },
  S3_REGION: {
    kind: anyText,
    readers: ['storage', 'api', 'backup-runner'],
    about: 'Empty: us-east-1. For Cloudflare R2: auto.',
  },
  S3_BUCKET: {
    kind: anyText,
    readers: ['storage', 'api', 'backup-runner'],
    about: 'The bucket, which must exist.',
  },
  S3_ACCESS_KEY_ID: {
    kind: anyText,
    readers: ['storage', 'backup-runner'],
    about: 'A key that may put, read, list and delete objects in the bucket.',
  },
  S3_SECRET_ACCESS_KEY: {
    kind: anyText,
    readers: ['storage', 'backup-runner'],
    isSecret: true,
    about: 'The secret of that key.',
  },
  S3_ADDRESSING: {
    kind: oneOf('path', 'virtual'),
    default: 'path',
    readers: ['storage', 'backup-runner'],
    about: 'path: the bucket is in the path. virtual: it is in the host name, as Amazon wants it.',
  },
});
