import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['@selfdb/server/testing/database-setup'],
    // The gateway counts requests for all files together.
    fileParallelism: false,
    // Each file would load the same few hundred modules anew, for longer than most files' tests take.
    isolate: false,
    ...TIMEOUTS,
  },
});
