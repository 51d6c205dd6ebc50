import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@selfdb/server/testing/database-setup'],
    // The gateway counts requests for all files together.
    fileParallelism: false,
    // Hundreds of hashes in some tests.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
