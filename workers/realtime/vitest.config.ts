import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** In workerd itself, with a real Postgres behind the real gateway, whose WAL the feed reads over TCP. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => ({
      main: './src/worker.ts',
      miniflare: {
        compatibilityDate: '2026-10-31',
        compatibilityFlags: ['nodejs_compat', 'no_web_socket_compression'],
        durableObjects: {
          FEED: { className: 'ChangeFeed', useSQLite: true },
          HUB: { className: 'Hub', useSQLite: true },
        },
        bindings: {
          ...SECRETS,
          DATABASE_URL: inject('databaseUrl'),
          DB_GATEWAY_URL: inject('gatewayUrl'),
          LOG_LEVEL: 'error',
        },
      },
    })),
  ],
  test: {
    // Kysely is 300 modules, which Vite would otherwise transform for every test file.
    deps: { optimizer: { ssr: { enabled: true, include: ['kysely'] } } },
    include: ['src/**/*.test.ts'],
    globalSetup: ['@selfdb/server/testing/database-setup'],
    // There is one slot, and one feed reads it.
    fileParallelism: false,
    ...TIMEOUTS,
  },
});
