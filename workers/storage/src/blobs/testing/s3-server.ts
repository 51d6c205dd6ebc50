export const BUCKET = 'blobs';
/** `<bucket>.<this>` is the bucket by virtual addressing. */
export const VIRTUAL_DOMAIN = 's3.test';

/** A server of S3 on 127.0.0.1, as the tests are told of it. */
export interface S3Server {
  name: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  /** Whether it has buckets by host, AbortMultipartUpload and ListMultipartUploads. */
  isComplete: boolean;
}

export interface RunningServer extends S3Server {
  stop(): Promise<void>;
}
