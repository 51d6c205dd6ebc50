import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** In workerd itself: what is shared must work there. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate: '2026-10-31',
        compatibilityFlags: ['nodejs_compat'],
        // Without the rule, Vite would instantiate WebAssembly from bytes, which workerd refuses.
        modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
      },
    }),
  ],
  test: { include: ['src/**/*.test.ts'], ...TIMEOUTS },
});
