import { anyText, host, oneOf, port, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const listening = section({
  SELFDB_ENV: {
    kind: oneOf('development', 'production'),
    default: 'development',
    readers: ['api'],
    about: 'development, or production, which refuses default passwords, example keys and short secrets.',
  },
  LISTEN_HOST: {
    kind: host,
    default: '127.0.0.1',
    readers: ['runner'],
    about:
      'The address of the public ports. Any address but a loopback address enables the checks of production.',
  },
  BACKEND_PORT: { kind: port, default: 8000, readers: ['runner'], about: 'The API.' },
  FRONTEND_PORT: {
    kind: port,
    default: 3000,
    readers: [],
    about: 'The dashboard, which also serves the API under /api.',
  },
  BACKEND_WORKERS: {
    kind: wholeNumber(1, 64),
    default: 1,
    readers: [],
    about:
      'How many processes serve the API, files and the dashboard. Each uses one core; the database, the gateway and functions need others.',
  },
  DB_PORT: { kind: port, default: 5433, readers: [], about: 'The embedded Postgres, on loopback only.' },
  GATEWAY_PORT: {
    kind: port,
    readers: ['gateway'],
    isFilledIn: true,
    about:
      'The next seven are ports between the processes, on loopback only. Empty: `./selfdb start` chooses a free port and records it in the state directory. This one: the SQL gateway in front of Postgres.',
  },
  AUTH_PORT: { kind: port, readers: [], about: 'The auth worker.' },
  REALTIME_PORT: { kind: port, readers: [], about: 'The change feed.' },
  BACKUP_PORT: { kind: port, readers: [], about: 'The process that makes backups.' },
  FUNCTIONS_PORT: { kind: port, readers: ['runner'], isFilledIn: true, about: 'The functions worker.' },
  RUNNER_PORT: {
    kind: port,
    readers: ['runner'],
    isFilledIn: true,
    about: 'The process that runs functions.',
  },
  BLOBS_PORT: {
    kind: port,
    readers: [],
    about: 'The directory of files, which the storage worker uses under `npm run dev`.',
  },
  SELFDB_STATE_DIR: {
    kind: anyText,
    default: '.selfdb',
    readers: ['api', 'runner'],
    about:
      'The directory for database files, uploaded files, logs and process ids. A relative path starts at the checkout.',
  },
});
