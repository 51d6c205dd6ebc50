export interface S3Settings {
  /** The address of the service. Its path, if any, precedes every bucket and key. */
  endpoint: URL;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** `path`: <endpoint>/<bucket>/<key>. `virtual`: the bucket is the first label of the host name. */
  addressing: 'path' | 'virtual';
}

/** The variables S3_*. */
interface S3Variables {
  S3_ENDPOINT?: string | undefined;
  S3_REGION?: string | undefined;
  S3_BUCKET?: string | undefined;
  S3_ACCESS_KEY_ID?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
  S3_ADDRESSING: S3Settings['addressing'];
}

/** How the variables are called, and why they must be there: `STORAGE_BACKEND is s3`. */
interface Naming {
  prefix: string;
  reason: string;
}

const OF_FILES: Naming = { prefix: '', reason: 'STORAGE_BACKEND is s3' };

/**
 * Reads the variables S3_*. The region defaults to us-east-1, the endpoint to that of AWS in the region. Throws an
 * Error that names every variable that is missing or wrong, as it is called by the operator.
 */
export function s3SettingsOf(env: S3Variables, { prefix, reason }: Naming = OF_FILES): S3Settings {
  const { S3_REGION: region = 'us-east-1', S3_BUCKET: bucket = '', S3_ADDRESSING: addressing } = env;
  const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  // "auto" is a region of R2, not of AWS.
  const fallback = region === 'auto' ? '' : `https://s3.${region}.amazonaws.com`;
  const { S3_ENDPOINT = fallback } = env;
  const required = {
    S3_ENDPOINT,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const missing = Object.entries(required).flatMap(([name, value]) => (value ? [] : [prefix + name]));
  if (missing.length > 0) throw new Error(`${reason}, but missing: ${missing.join(', ')}`);
  const endpoint = parseEndpoint(S3_ENDPOINT, prefix);
  if (addressing === 'virtual' && !URL.canParse(`http://${bucket}.${endpoint.host}`)) {
    throw new Error(
      `${prefix}S3_ADDRESSING=virtual needs a host name in ${prefix}S3_ENDPOINT, which ${prefix}S3_BUCKET can be put before`,
    );
  }
  return { endpoint, region, bucket, accessKeyId, secretAccessKey, addressing };
}

function parseEndpoint(text: string, prefix: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new Error(
      `${prefix}S3_ENDPOINT must be an address such as https://s3.example.com, with nothing after its path`,
    );
  }
  return url;
}
