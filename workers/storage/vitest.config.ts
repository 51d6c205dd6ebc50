import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** In workerd itself, with its own disk service and real servers of S3. */
export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => {
      const smallDisk = inject('smallDisk');
      const disk = (path: string) => ({ disk: { path, writable: true } });
      const server = (port: number) => ({ external: { address: `127.0.0.1:${port}`, http: {} } });
      return {
        miniflare: {
          compatibilityDate: '2026-10-31',
          compatibilityFlags: ['nodejs_compat'],
          serviceBindings: {
            ANY_HOST: server(inject('faultyS3').server.port),
            BLOBS: disk(inject('blobDirectory')),
            DOTFILE_DISK: server(inject('dotfileDiskPort')),
            ...('directory' in smallDisk ? { SMALL_DISK: disk(smallDisk.directory) } : {}),
          },
        },
      };
    }),
  ],
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/s3-servers.ts', 'src/blobs/testing/disk-directories.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
