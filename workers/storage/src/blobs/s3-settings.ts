import type { SettingsOf } from '@selfdb/settings';

export interface S3Settings {
  /** Where the service is reached; its path, if any, stands before every bucket and key. */
  endpoint: URL;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** `path`: <endpoint>/<bucket>/<key>. `virtual`: the bucket is the first label of the host. */
  addressing: 'path' | 'virtual';
}

type Env = SettingsOf<'storage'>;
type S3Env = Pick<Env, 'S3_ADDRESSING'> & Partial<Pick<Env, Extract<keyof Env, `S3_${string}`>>>;

/**
 * What the variables S3_* say. The endpoint is that of AWS in the region unless one is given; the region is us-east-1.
 * Throws an Error that names every variable that is missing or wrong.
 */
export function s3SettingsOf(env: S3Env): S3Settings {
  const { S3_REGION: region = 'us-east-1', S3_BUCKET: bucket = '', S3_ADDRESSING: addressing } = env;
  const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  // "auto" is R2's, and no region of AWS.
  const fallback = region === 'auto' ? '' : `https://s3.${region}.amazonaws.com`;
  const { S3_ENDPOINT = fallback } = env;
  const required = {
    S3_ENDPOINT,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const missing = Object.entries(required).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length > 0) throw new Error(`STORAGE_BACKEND is s3, but missing: ${missing.join(', ')}`);
  const endpoint = parseEndpoint(S3_ENDPOINT);
  if (addressing === 'virtual' && !URL.canParse(`http://${bucket}.${endpoint.host}`)) {
    throw new Error(
      'S3_ADDRESSING=virtual needs a host name in S3_ENDPOINT, which S3_BUCKET can be put before',
    );
  }
  return { endpoint, region, bucket, accessKeyId, secretAccessKey, addressing };
}

function parseEndpoint(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new Error(
      'S3_ENDPOINT must be an address such as https://s3.example.com, with nothing after its path',
    );
  }
  return url;
}
