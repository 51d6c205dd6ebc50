const fin = 0x80;
const lengthBits = 0x7f;
const none = Buffer.alloc(0);

/** Cuts what a WebSocket's server sends into frames (RFC 6455, 5.2). Throws on those that are cut into pieces. */
export class FrameReader {
  #rest = none;

  /** Passes on whole frames, each valid until the callback returns: the next chunk may use the same memory. */
  read(chunk: Buffer, take: (opcode: number, payload: Buffer) => void): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let frame = frameAt(bytes, at); frame; frame = frameAt(bytes, at)) {
      at = frame.end;
      take(frame.opcode, bytes.subarray(frame.start, frame.end));
    }
    this.#rest = at === bytes.length ? none : Buffer.from(bytes.subarray(at));
  }
}

/** Undefined unless it is whole. */
function frameAt(bytes: Buffer, at: number) {
  if (bytes.length < at + 2) return undefined;
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
  if ((first & fin) === 0) throw new Error('a frame arrived in pieces');
  const short = second & lengthBits;
  const start = at + 2 + (short === 127 ? 8 : short === 126 ? 2 : 0);
  if (bytes.length < start) return undefined;
  const length =
    short === 127 ? bytes.readUInt32BE(at + 6) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
  const end = start + length;
  return bytes.length < end ? undefined : { opcode: first - fin, start, end };
}
