import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** In workerd itself, where storage runs the client. */
export default defineConfig({
  plugins: [cloudflareTest({ miniflare: { compatibilityDate: '2026-10-31' } })],
  test: { include: ['src/**/*.test.ts'], ...TIMEOUTS },
});
