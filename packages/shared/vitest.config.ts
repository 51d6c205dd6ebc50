import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** In workerd itself: what is shared must work there. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      miniflare: { compatibilityDate: '2026-10-31', compatibilityFlags: ['nodejs_compat'] },
    }),
  ],
  test: { include: ['src/**/*.test.ts'] },
});
