import { defineConfig } from 'vite';

export default defineConfig({ build: { outDir: 'dist/client', assetsInlineLimit: 0 } });
