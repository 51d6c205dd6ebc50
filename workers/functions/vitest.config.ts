import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

export default defineConfig({
  test: {
    globalSetup: ['@selfdb/server/testing/database-setup'],
    // The gateway counts requests for all files together.
    fileParallelism: false,
    isolate: false,
    include: ['src/**/*.test.ts'],
    ...TIMEOUTS,
  },
});
