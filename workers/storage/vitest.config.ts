import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** In workerd itself, with its own disk service, a real Postgres behind the real gateway, and real servers of S3. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => {
      const smallDisk = inject('smallDisk');
      const disk = (path: string) => ({ disk: { path, writable: true } });
      const server = (port: number) => ({ external: { address: `127.0.0.1:${port}`, http: {} } });
      return {
        main: './src/worker.ts',
        miniflare: {
          compatibilityDate: '2026-10-31',
          compatibilityFlags: ['nodejs_compat'],
          durableObjects: { JANITOR: { className: 'Janitor', useSQLite: true } },
          bindings: {
            ...SECRETS,
            DATABASE_URL: inject('databaseUrl'),
            DB_GATEWAY_URL: inject('gatewayUrl'),
            LOG_LEVEL: 'error',
          },
          serviceBindings: {
            ANY_HOST: server(inject('faultyS3').server.port),
            BLOBS: disk(inject('blobDirectory')),
            DOTFILE_DISK: server(inject('dotfileDiskPort')),
            ...('directory' in smallDisk ? { SMALL_DISK: disk(smallDisk.directory) } : {}),
          },
        },
      };
    }),
  ],
  test: {
    // Kysely is 300 modules, which Vite would otherwise transform for every test file.
    deps: { optimizer: { ssr: { enabled: true, include: ['kysely'] } } },
    include: ['src/**/*.test.ts'],
    globalSetup: [
      '@selfdb/server/testing/database-setup',
      'src/testing/s3-servers.ts',
      'src/blobs/testing/disk-directories.ts',
    ],
    // The gateway counts requests for all files together, and the janitor looks after the files of all tests.
    fileParallelism: false,
    ...TIMEOUTS,
  },
});
