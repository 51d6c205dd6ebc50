import { BadRequestError } from '../errors.ts';

/** What can be uploaded. */
export type UploadData = ArrayBuffer | ArrayBufferView | Blob | string | ReadableStream<Uint8Array>;

/** Bytes whose buffer is not shared, as `fetch` requires. */
export type OwnBytes = Uint8Array<ArrayBuffer>;

/** The bytes of an upload. */
export interface UploadSource {
  /** In bytes; undefined for a stream, which does not know. */
  size: number | undefined;
  /** The media type that the data has by itself. */
  type: string | undefined;
  /** Some bytes from an offset, at most `count`, and none only at the end. A stream can repeat only its latest ones. */
  read(offset: number, count: number): Promise<Blob | OwnBytes>;
  /** Tells a stream that nothing will be read any more. */
  cancel?(reason: unknown): void;
}

export function toUploadSource(data: UploadData): UploadSource {
  if (data instanceof Blob) {
    const read = async (offset: number, count: number) => data.slice(offset, offset + count);
    return { size: data.size, type: data.type || undefined, read };
  }
  if (data instanceof ReadableStream) return new StreamSource(data);
  const bytes = toBytes(data);
  const read = async (offset: number, count: number) => bytes.subarray(offset, offset + count);
  return { size: bytes.byteLength, type: undefined, read };
}

export function sizeOf(bytes: Blob | OwnBytes): number {
  return bytes instanceof Blob ? bytes.size : bytes.byteLength;
}

function toBytes(data: ArrayBuffer | ArrayBufferView | string): OwnBytes {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }
  throw new BadRequestError(
    'data must be an ArrayBuffer, a Uint8Array, a Blob, a string or a ReadableStream.',
  );
}

/** Keeps the bytes that were read last, because a broken connection may lose them. */
export class StreamSource implements UploadSource {
  readonly size = undefined;
  readonly type = undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #start = 0;
  #latest: OwnBytes = new Uint8Array(0);
  /** Has come from the stream and belongs after the latest bytes. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async read(offset: number, count: number): Promise<OwnBytes> {
    if (offset < this.#start) throw new BadRequestError('A stream cannot go back. Upload a Blob instead.');
    while (offset >= this.#end) {
      const isSkipping = offset > this.#end;
      await this.#advance(isSkipping ? Math.min(offset - this.#end, count) : count);
      if (!isSkipping) break;
      if (this.#latest.byteLength === 0) throw new BadRequestError(`The stream ended before byte ${offset}.`);
    }
    return this.#latest.subarray(offset - this.#start, offset - this.#start + count);
  }

  /** All bytes that were not skipped, as a stream. */
  remainder(): ReadableStream<Uint8Array> {
    const first = [this.#latest, this.#rest].filter(({ byteLength }) => byteLength > 0);
    return new ReadableStream({
      pull: async (controller) => {
        const piece = first.shift() ?? (await this.#reader.read()).value;
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
      cancel: (reason) => this.#reader.cancel(reason),
    });
  }

  cancel(reason: unknown): void {
    this.#reader.cancel(reason).catch(() => {});
  }

  get #end(): number {
    return this.#start + this.#latest.byteLength;
  }

  async #advance(count: number): Promise<void> {
    const bytes = new Uint8Array(count);
    let length = 0;
    while (length < count) {
      if (this.#rest.byteLength === 0) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        if (!ArrayBuffer.isView(value)) throw new BadRequestError('The stream must consist of Uint8Arrays.');
        this.#rest = value;
      }
      const piece = this.#rest.subarray(0, count - length);
      bytes.set(piece, length);
      length += piece.byteLength;
      this.#rest = this.#rest.subarray(piece.byteLength);
    }
    this.#start = this.#end;
    this.#latest = bytes.subarray(0, length);
  }
}

export function wrongSize(size: number): BadRequestError {
  return new BadRequestError(`The data does not have the ${size} bytes of its size.`);
}
