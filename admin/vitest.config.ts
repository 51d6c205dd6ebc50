import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../scripts/test/timeouts.ts';

// Not the configuration of the build: its plugin for Solid wants a simulated browser, and these tests have a real one or none.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', environment: 'node', include: ['{src,worker}/**/*.test.ts'] } },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/testing/global-setup.ts'],
          fileParallelism: false,
          ...TIMEOUTS,
          testTimeout: 180_000,
        },
      },
    ],
  },
});
