import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

const PREFIX = 'BACKUP_';

/** In workerd itself, as on Cloudflare. `acceptance/src/backup` tests the routes with the process that they ask elsewhere. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => {
      const s3 = inject('s3');
      const ofBackups = Object.entries(s3).map(([name, value]) => [PREFIX + name, value]);
      return {
        main: './src/cloudflare.ts',
        miniflare: {
          compatibilityDate: '2026-10-31',
          compatibilityFlags: ['nodejs_compat'],
          // Otherwise Vite would link pg_dump with packages of the names in its imports.
          modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
          durableObjects: { BACKUP_RUNNER: { className: 'BackupRunner', useSQLite: true } },
          bindings: {
            ...SECRETS,
            ...s3,
            ...Object.fromEntries(ofBackups),
            BACKUP_S3_PREFIX: 'backups',
            STORAGE_BACKEND: 's3',
            DATABASE_URL: inject('databaseUrl'),
            DB_GATEWAY_URL: inject('gatewayUrl'),
            LOG_LEVEL: 'error',
          },
        },
      };
    }),
  ],
  test: {
    // Kysely is 300 modules, which Vite would otherwise transform for every test file.
    deps: { optimizer: { ssr: { enabled: true, include: ['kysely'] } } },
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/backup-setup.ts'],
    ...TIMEOUTS,
  },
});
