import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/live.ts', 'src/react.ts', 'src/solid.ts'],
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  inputOptions: { checks: { pluginTimings: false } },
});
