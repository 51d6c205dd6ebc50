import { defineConfig } from 'vitest/config';

/** In plain Node: `acceptance/src/backup` tests the routes with the process that they ask. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'] } });
