/** The part of s3rver's interface that the tests use (https://github.com/jamhall/s3rver, README); it brings no types. */
declare module '@20minutes/s3rver' {
  interface Options {
    address: string;
    port: number;
    directory: string;
    silent: boolean;
    /** The domain below which `<bucket>.s3.<domain>` is a bucket. */
    serviceEndpoint: string;
    configureBuckets: { name: string }[];
  }

  export default class S3rver {
    constructor(options: Options);
    httpServer: import('node:http').Server;
    run(): Promise<{ address: string; port: number }>;
  }
}
