import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Most files start a Postgres of their own.
    hookTimeout: 60_000,
    testTimeout: 20_000,
  },
});
