/** The part of s3rver's interface that the tests use (https://github.com/jamhall/s3rver, README); it brings no types. */
declare module '@20minutes/s3rver' {
  interface Options {
    address: string;
    port: number;
    directory: string;
    silent: boolean;
    configureBuckets: { name: string }[];
  }

  interface ReadOptions {
    start?: number;
    end?: number;
  }

  export default class S3rver {
    constructor(options: Options);
    store: { getObject(bucket: string, key: string, options?: ReadOptions): Promise<unknown> };
    run(): Promise<{ address: string; port: number }>;
  }
}
