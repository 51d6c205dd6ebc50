import { createHash, type Hash } from 'node:crypto';
import { AppError } from '@selfdb/shared/errors';

/** The protocol requires SHA-1. */
export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256'];

/** The expected checksum of the bytes of one request. */
export class Checksum {
  readonly #hash: Hash;
  readonly #expected: Buffer;

  private constructor(algorithm: string, expected: Buffer) {
    this.#hash = createHash(algorithm);
    this.#expected = expected;
  }

  /** Reads the header `Upload-Checksum`: an algorithm and a digest in base64. Throws bad_request. */
  static read(header: string | undefined): Checksum | undefined {
    if (header === undefined) return undefined;
    const [algorithm = '', digest = '', ...more] = header.trim().split(/ +/);
    if (!CHECKSUM_ALGORITHMS.includes(algorithm)) {
      throw new AppError(
        'bad_request',
        `Upload-Checksum must use one of the algorithms ${CHECKSUM_ALGORITHMS.join(', ')}.`,
      );
    }
    if (digest === '' || more.length > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digest)) {
      throw new AppError('bad_request', 'Upload-Checksum must be an algorithm and a digest in base64.');
    }
    return new Checksum(algorithm, Buffer.from(digest, 'base64'));
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Throws checksum_mismatch. */
  verify(): void {
    if (this.#hash.digest().equals(this.#expected)) return;
    throw new AppError('checksum_mismatch', 'The bytes do not match Upload-Checksum. Send them again.');
  }
}
