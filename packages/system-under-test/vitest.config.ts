import { defineConfig } from 'vitest/config';
import { TIMEOUTS } from '../../scripts/test/timeouts.ts';

export default defineConfig({ test: TIMEOUTS });
