import { AwsClient } from 'aws4fetch';
import { type S3Server, settingsFor } from './server.ts';

/** ListMultipartUploads (Amazon S3 API reference): the keys of the uploads that are neither complete nor aborted. */
export async function listUploads(server: S3Server): Promise<string[]> {
  const { endpoint, bucket, region, ...keys } = settingsFor(server);
  const client = new AwsClient({ ...keys, service: 's3', region, retries: 0 });
  const answer = await client.fetch(`${endpoint}${bucket}?uploads`);
  if (!answer.ok) throw new Error(`ListMultipartUploads: ${answer.status}`);
  return Array.from((await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = '']) => key);
}
