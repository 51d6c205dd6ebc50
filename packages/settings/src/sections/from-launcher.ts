import { httpUrl, text } from '../kinds.ts';
import { section, workers } from '../setting.ts';

/** What the launcher tells processes and does not read itself. It is not in `.env.example`. */
export const fromLauncher = section({
  SELFDB_VERSION: { kind: text, default: '0.0.0', readers: ['api'], about: 'The version of SelfDB.' },
  DB_GATEWAY_URL: {
    kind: httpUrl,
    readers: workers,
    about: "Where SQL over HTTP is served. Empty: Neon's own address, made from DATABASE_URL.",
  },
  BLOBS_URL: {
    kind: httpUrl,
    readers: ['storage'],
    about: 'Where the directory of files is served under `npm run dev`.',
  },
});
