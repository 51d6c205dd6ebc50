import type { TestProject } from 'vitest/node';
import type { S3Server } from '../blobs/testing/s3-server.ts';
import { startS3rver } from '../blobs/testing/start-s3rver.ts';
import { startVersitygw } from '../blobs/testing/start-versitygw.ts';

declare module 'vitest' {
  interface ProvidedContext {
    s3Servers: S3Server[];
  }
}

/** For vitest's `globalSetup`: the servers of S3 that are to be had, for all files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = [await startS3rver(), await startVersitygw()].filter((server) => server !== undefined);
  project.provide(
    's3Servers',
    running.map(({ stop: _, ...server }) => server),
  );
  return async () => {
    for (const { stop } of running) await stop();
  };
}
