import { findVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../scripts/test/timeouts.ts';

const storageOnS3 = (name: string) => ({
  test: {
    name,
    include: ['src/storage/**/*.test.ts'],
    // Those start a system of their own.
    exclude: ['src/storage/small-system.test.ts', 'src/storage/s3-system.test.ts'],
    globalSetup: ['src/system-under-test/global-setup.ts'],
    maxWorkers: 4,
    ...TIMEOUTS,
    sequence: { groupOrder: 1 },
  },
});

export default defineConfig(async () => ({
  test: {
    projects: [
      {
        test: {
          name: 'api',
          include: ['src/**/*.test.ts'],
          exclude: ['src/chaos/**'],
          globalSetup: ['src/system-under-test/global-setup.ts'],
          maxWorkers: 4,
          ...TIMEOUTS,
          sequence: { groupOrder: 0 },
        },
      },
      // The stricter of the two stand-ins, where this machine can build it. The tests of packages/s3 use the other one everywhere.
      storageOnS3((await findVersitygw()) ? 'versitygw' : 's3rver'),
      {
        test: {
          name: 'chaos',
          include: ['src/chaos/**/*.test.ts'],
          // Minutes of what `npm run chaos:realtime` runs.
          exclude: process.env.CHAOS_LONG ? [] : ['src/chaos/long/**'],
          globalSetup: ['src/system-under-test/global-setup.ts'],
          fileParallelism: false,
          ...TIMEOUTS,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
}));
