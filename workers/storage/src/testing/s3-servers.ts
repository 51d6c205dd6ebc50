import { type FaultName, startFaultyS3 } from '@selfdb/s3/testing/faulty-s3';
import type { RunningServer, S3Server } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    s3Servers: S3Server[];
    /** One of the servers, and the ports of its faulty proxies. */
    faultyS3: { server: S3Server; ports: Record<FaultName, number> };
  }
}

/** For vitest's `globalSetup`: starts the available S3 servers for all files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const s3rver = await startS3rver();
  const versitygw = await startVersitygw();
  const best = versitygw ?? s3rver;
  const faulty = await startFaultyS3(best.port);
  project.provide('s3Servers', [s3rver, ...(versitygw ? [versitygw] : [])].map(describeServer));
  project.provide('faultyS3', { server: describeServer(best), ports: faulty.ports });
  return async () => {
    await faulty.stop();
    await versitygw?.stop();
    await s3rver.stop();
  };
}

function describeServer({ stop: _, ...server }: RunningServer): S3Server {
  return server;
}
