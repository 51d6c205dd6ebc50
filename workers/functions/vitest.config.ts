import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['@selfdb/server/testing/database-setup'],
    // The gateway counts requests for all files together.
    fileParallelism: false,
    isolate: false,
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
