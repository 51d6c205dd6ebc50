// The frontend messages of the extended query protocol, and CancelRequest:
// https://www.postgresql.org/docs/18/protocol-message-formats.html
const initialBytes = 16 * 1024;
const maxKeptBytes = 1024 * 1024;

const code = { parse: 0x50, describe: 0x44, bind: 0x42, execute: 0x45, close: 0x43, sync: 0x53, query: 0x51 };

/** Collects messages so that they leave in one write; `take` returns them and starts over. */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(initialBytes);
  #end = 0;

  parse(name: string, text: string): this {
    const start = this.#open(code.parse);
    this.#cstring(name);
    this.#cstring(text);
    this.#int16(0);
    return this.#close(start);
  }

  /** Parameters and results all in text format. */
  bind(name: string, values: readonly (string | null)[]): this {
    const start = this.#open(code.bind);
    this.#cstring('');
    this.#cstring(name);
    this.#int16(0);
    this.#int16(values.length);
    for (const value of values) this.#value(value);
    this.#int16(0);
    return this.#close(start);
  }

  describePortal(): this {
    const start = this.#open(code.describe);
    this.#byte(0x50);
    this.#cstring('');
    return this.#close(start);
  }

  execute(): this {
    const start = this.#open(code.execute);
    this.#cstring('');
    this.#int32(0);
    return this.#close(start);
  }

  closeStatement(name: string): this {
    const start = this.#open(code.close);
    this.#byte(0x53);
    this.#cstring(name);
    return this.#close(start);
  }

  sync(): this {
    return this.#close(this.#open(code.sync));
  }

  simpleQuery(text: string): this {
    const start = this.#open(code.query);
    this.#cstring(text);
    return this.#close(start);
  }

  append(bytes: Buffer): this {
    this.#reserve(bytes.length);
    bytes.copy(this.#buffer, this.#end);
    this.#end += bytes.length;
    return this;
  }

  take(): Buffer {
    const bytes = Buffer.allocUnsafe(this.#end);
    this.#buffer.copy(bytes, 0, 0, this.#end);
    this.#end = 0;
    if (this.#buffer.length > maxKeptBytes) this.#buffer = Buffer.allocUnsafe(initialBytes);
    return bytes;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#end + bytes, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#end++] = value;
  }

  #int16(value: number): void {
    this.#reserve(2);
    this.#end = this.#buffer.writeUInt16BE(value, this.#end);
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#end = this.#buffer.writeInt32BE(value, this.#end);
  }

  #text(text: string): void {
    this.#reserve(text.length * 3);
    this.#end += this.#buffer.write(text, this.#end);
  }

  #cstring(text: string): void {
    this.#text(text);
    this.#byte(0);
  }

  #value(value: string | null): void {
    const start = this.#end;
    this.#int32(-1);
    if (value === null) return;
    this.#text(value);
    this.#buffer.writeInt32BE(this.#end - start - 4, start);
  }

  #open(messageCode: number): number {
    this.#byte(messageCode);
    const start = this.#end;
    this.#int32(0);
    return start;
  }

  #close(start: number): this {
    this.#buffer.writeInt32BE(this.#end - start, start);
    return this;
  }
}

/** The packet that asks the server, over a connection of its own, to cancel what a backend is running. */
export function cancelRequestPacket(processId: number, secretKey: number): Buffer {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(80_877_102, 4);
  packet.writeInt32BE(processId, 8);
  packet.writeInt32BE(secretKey, 12);
  return packet;
}
