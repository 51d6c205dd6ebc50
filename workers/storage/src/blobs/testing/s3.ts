import { AwsClient } from 'aws4fetch';
import type { S3Settings } from '../s3-settings.ts';
import { BUCKET, type S3Server } from './s3-server.ts';

/** How to reach a server, by another port if one is given. */
export function settingsFor(server: S3Server, port = server.port): S3Settings {
  const { accessKeyId, secretAccessKey } = server;
  const endpoint = new URL(`http://127.0.0.1:${port}`);
  return { endpoint, region: 'us-east-1', bucket: BUCKET, accessKeyId, secretAccessKey, addressing: 'path' };
}

/** ListMultipartUploads (Amazon S3 API reference): the keys of the uploads that are neither complete nor aborted. */
export async function listUploads(server: S3Server): Promise<string[]> {
  const { endpoint, bucket, region, ...keys } = settingsFor(server);
  const client = new AwsClient({ ...keys, service: 's3', region, retries: 0 });
  const answer = await client.fetch(`${endpoint}${bucket}?uploads`);
  if (!answer.ok) throw new Error(`ListMultipartUploads: ${answer.status}`);
  return Array.from((await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = '']) => key);
}
