import { anyText, httpUrl } from './kinds.ts';
import { section, workers } from './setting.ts';

/** Variables that the launcher sets for processes and does not read itself. They are not in `.env.example`. */
export const fromLauncher = section({
  SELFDB_VERSION: {
    kind: anyText,
    default: '0.0.0',
    readers: ['api', 'backup-runner'],
    about: 'The version of SelfDB.',
  },
  DB_GATEWAY_URL: {
    kind: httpUrl,
    readers: workers,
    about: "Where SQL over HTTP is served. Empty: Neon's own address, made from DATABASE_URL.",
  },
  BACKUP_HOST_URL: {
    kind: httpUrl,
    readers: ['backup'],
    about: 'Where the process that makes backups is served under `npm run dev`.',
  },
  RUNNER_URL: {
    kind: httpUrl,
    readers: ['functions'],
    about: 'Where the process that runs functions is served under `npm run dev`.',
  },
  BLOBS_URL: {
    kind: httpUrl,
    readers: ['storage'],
    about: 'Where the directory of files is served under `npm run dev`.',
  },
});
