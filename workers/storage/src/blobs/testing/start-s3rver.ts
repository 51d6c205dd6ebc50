import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { BUCKET, type RunningServer, VIRTUAL_DOMAIN } from './s3-server.ts';

/** s3rver in this process, on a free port of 127.0.0.1. It knows one pair of keys only. */
export async function startS3rver(): Promise<RunningServer> {
  const directory = await mkdtemp(join(tmpdir(), 'selfdb-s3rver-'));
  const server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, directory, silent: true },
    serviceEndpoint: VIRTUAL_DOMAIN,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  return {
    ...{ name: 's3rver', port, accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    listsUploads: false,
    async stop() {
      server.httpServer.closeAllConnections();
      await new Promise((resolve) => server.httpServer.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
}
