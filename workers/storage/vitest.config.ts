import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** In workerd itself, with a real disk service and real servers of S3. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => ({
      miniflare: {
        compatibilityDate: '2026-10-31',
        compatibilityFlags: ['nodejs_compat'],
      },
    })),
  ],
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/s3-servers.ts'],
  },
});
