import { secret } from '../kinds.ts';
import { section, workers } from '../setting.ts';

export const secrets = section({
  SECRET_KEY: {
    kind: secret(16),
    readers: [...workers, 'runner'],
    isSecret: true,
    isGenerated: true,
    about: 'Signs access tokens and cursors. At least 32 characters. `./selfdb keys` replaces it.',
  },
  API_KEY: {
    kind: secret(16),
    readers: [...workers, 'admin', 'runner'],
    isSecret: true,
    isGenerated: true,
    about: 'The key that every client sends as X-API-Key. `./selfdb keys` replaces it.',
  },
  INTERNAL_SECRET: {
    kind: secret(16),
    readers: [...workers, 'blobs', 'backup-runner', 'runner'],
    isSecret: true,
    isGenerated: true,
    about: 'Signs the short-lived tokens that workers send each other. At least 32 characters.',
  },
  POSTGRES_PASSWORD: {
    kind: secret(),
    readers: [],
    isSecret: true,
    isGenerated: true,
    about: 'The password of the database role `selfdb` in the embedded Postgres.',
  },
});
