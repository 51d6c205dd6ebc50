import type { HttpClient } from '../http/client.ts';
import { Buckets } from './buckets.ts';
import { Files } from './files.ts';

/** Buckets and files. */
export class Storage {
  readonly buckets: Buckets;
  readonly files: Files;

  constructor(http: HttpClient) {
    this.buckets = new Buckets(http);
    this.files = new Files(http);
  }
}
