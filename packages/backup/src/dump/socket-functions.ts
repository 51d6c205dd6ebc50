/// <reference path="./webassembly.d.ts" />
import { exportedFunction } from './exported-function.ts';
import { socketTrampoline } from './socket-trampoline.ts';
import type { WasmMemory } from './wasm-memory.ts';

/** What pg_dump reads from and writes to. */
export interface DumpSocket {
  /** At most `max` bytes, and none at the end. */
  read: (max: number) => Promise<Uint8Array>;
  write: (bytes: Uint8Array) => Promise<void>;
}

/**
 * The two functions of a socket, as entries of the module's table. They suspend the program until the promise is settled
 * (JavaScript Promise Integration, https://github.com/WebAssembly/js-promise-integration).
 */
export async function socketFunctions(memory: WasmMemory, socket: DumpSocket) {
  const e = {
    r: new WebAssembly.Suspending(async (pointer: number, max: number) => {
      const bytes = await socket.read(max);
      memory.writeBytes(pointer, bytes);
      return bytes.byteLength;
    }),
    w: new WebAssembly.Suspending(async (pointer: number, length: number) => {
      await socket.write(memory.bytes(pointer, length).slice());
      return length;
    }),
  };
  const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(socketTrampoline), { e });
  return { read: exportedFunction(exports, 'r'), write: exportedFunction(exports, 'w') };
}
