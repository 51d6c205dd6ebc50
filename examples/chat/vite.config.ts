import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
  plugins: [solid()],
  // The page reads the port and the key of the API from the .env that `./selfdb start` wrote.
  envDir: '../..',
  envPrefix: ['API_KEY', 'BACKEND_PORT'],
  server: { port: Number(process.env.PORT ?? 5174) },
});
