import { settingsFor } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startDatabase } from '@selfdb/server/testing/start-database';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    databaseSqlUrl: string;
    gatewayUrl: string;
    s3: { S3_ENDPOINT: string; S3_BUCKET: string; S3_ACCESS_KEY_ID: string; S3_SECRET_ACCESS_KEY: string };
  }
}

/** For vitest's `globalSetup`: a database and an S3 server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [database, s3rver] = await Promise.all([startDatabase(), startS3rver()]);
  const { endpoint, bucket, accessKeyId, secretAccessKey } = settingsFor(s3rver);
  project.provide('databaseUrl', database.databaseUrl);
  project.provide('databaseSqlUrl', database.databaseSqlUrl);
  project.provide('gatewayUrl', database.gatewayUrl);
  project.provide('s3', {
    S3_ENDPOINT: endpoint.href,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  });
  return async () => {
    await Promise.all([database.stop(), s3rver.stop()]);
  };
}
