import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** Files that need modules of their own: the settings are read once per isolate. */
const OWN_ISOLATE = ['src/http/cors.test.ts', 'src/http/request/issues.test.ts'];

const inWorkerd = () =>
  cloudflareTest({
    miniflare: {
      compatibilityDate: '2026-10-31',
      compatibilityFlags: ['nodejs_compat'],
      // Without the rule, Vite would instantiate WebAssembly from bytes, which workerd refuses.
      modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm'] }],
    },
  });

/** In workerd, where the code runs. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [inWorkerd()],
        test: {
          name: 'one isolate',
          include: ['src/**/*.test.ts'],
          exclude: OWN_ISOLATE,
          isolate: false,
          ...TIMEOUTS,
        },
      },
      { plugins: [inWorkerd()], test: { name: 'isolates', include: OWN_ISOLATE, ...TIMEOUTS } },
    ],
  },
});
