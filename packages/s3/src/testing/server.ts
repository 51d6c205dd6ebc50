import type { S3Settings } from '../settings.ts';

export const BUCKET = 'blobs';
/** By virtual addressing a bucket is at `<bucket>.<this>`. */
export const VIRTUAL_DOMAIN = 's3.test';

/** An S3 server on 127.0.0.1. */
export interface S3Server {
  name: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  /** Whether it supports virtual addressing, AbortMultipartUpload and ListMultipartUploads. */
  isComplete: boolean;
}

export interface RunningServer extends S3Server {
  stop(): Promise<void>;
}

/** The settings to reach a server, or another port in front of it. */
export function settingsFor(server: S3Server, port = server.port): S3Settings {
  const { accessKeyId, secretAccessKey } = server;
  const endpoint = new URL(`http://127.0.0.1:${port}`);
  return { endpoint, region: 'us-east-1', bucket: BUCKET, accessKeyId, secretAccessKey, addressing: 'path' };
}
