export const BUCKET = 'blobs';
/** `<bucket>.s3.<this>` is the bucket by virtual addressing. */
export const VIRTUAL_DOMAIN = 'test';

/** A server of S3 on 127.0.0.1, as the tests are told of it. */
export interface S3Server {
  name: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  /** Whether it has ListMultipartUploads. */
  listsUploads: boolean;
}

export interface RunningServer extends S3Server {
  stop(): Promise<void>;
}
