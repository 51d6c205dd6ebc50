import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

/** Files that need modules of their own: the settings are read once per isolate. */
const OWN_ISOLATE = ['src/sessions/fairness.test.ts', 'src/users/hidden-users.test.ts'];

const project = {
  globalSetup: ['@selfdb/server/testing/database-setup'],
  // The gateway counts requests for all files together.
  fileParallelism: false,
  ...TIMEOUTS,
  // Hundreds of hashes in some tests.
  testTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...project,
          name: 'one isolate',
          include: ['src/**/*.test.ts'],
          exclude: OWN_ISOLATE,
          isolate: false,
        },
      },
      { test: { ...project, name: 'isolates', include: OWN_ISOLATE } },
    ],
  },
});
