/// <reference path="./webassembly.d.ts" />
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The memory of a WebAssembly module, as C sees it: pointers to bytes, 32-bit numbers and strings that end with a zero. */
export class WasmMemory {
  readonly memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /** A view that is valid until the memory grows. */
  bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, start, length);
  }

  writeBytes(start: number, bytes: Uint8Array): void {
    this.bytes(start, bytes.byteLength).set(bytes);
  }

  readUint32(pointer: number): number {
    return new DataView(this.memory.buffer).getUint32(pointer, true);
  }

  writeUint32(pointer: number, value: number): void {
    new DataView(this.memory.buffer).setUint32(pointer, value, true);
  }

  writeUint64(pointer: number, value: bigint): void {
    new DataView(this.memory.buffer).setBigUint64(pointer, value, true);
  }

  readString(pointer: number): string {
    const bytes = new Uint8Array(this.memory.buffer, pointer);
    return decoder.decode(bytes.slice(0, bytes.indexOf(0)));
  }

  /** Writes a string and its zero. Returns the number of bytes. */
  writeString(pointer: number, text: string): number {
    const bytes = encoder.encode(`${text}\0`);
    this.writeBytes(pointer, bytes);
    return bytes.byteLength;
  }

  /** The parts of an `iovec` array: pointers with lengths. */
  *vectors(pointer: number, count: number): Generator<Uint8Array> {
    for (let at = pointer; at < pointer + 8 * count; at += 8)
      yield this.bytes(this.readUint32(at), this.readUint32(at + 4));
  }

  /** Grows to at least `size` bytes. */
  growTo(size: number): boolean {
    const pages = Math.ceil((size - this.memory.buffer.byteLength) / PAGE_BYTES);
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}

const PAGE_BYTES = 65_536;
