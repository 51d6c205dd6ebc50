import tailwind from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const api = process.env.SELFDB_DASHBOARD ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [solid(), tailwind()],
  build: {
    outDir: 'dist/client',
    target: 'es2022',
    // The policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `vite` alone serves the sources and takes the API and the session from a running system.
  server: { proxy: { '/api': { target: api, ws: true, changeOrigin: false }, '/session': { target: api, changeOrigin: false } } },
});
